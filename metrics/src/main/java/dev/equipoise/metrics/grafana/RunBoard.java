package dev.equipoise.metrics.grafana;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.metrics.Meter;
import dev.equipoise.metrics.grafana.Board.Section;
import dev.equipoise.metrics.internal.promql.Query;
import dev.equipoise.metrics.internal.promql.Selector;
import dev.equipoise.metrics.internal.promql.Window;
import dev.equipoise.run.Phase;
import java.util.List;
import java.util.Map;

/** One run: where it stands, its balance, its latents, its optimisation, its speed and its machine. */
final class RunBoard {
    static final String UID = "equipoise-run";

    private static final String SQUARED_ERROR = "blue";
    private static final String KL = "orange";
    private static final String BETA = "purple";

    /** The colour of what is planned or steered to. */
    static final String ASKED = "text";

    private RunBoard() {}

    static Board board() {
        return new Board(
                UID,
                "Equipoise: run",
                "One run: the balance between squared error and KL, and the work to reach it.",
                List.of(
                        Variable.dataSource(),
                        Variable.one("experiment", "Experiment", Query.of(Meter.RUN_INFO)),
                        Variable.one("run", "Run", Query.of(Meter.RUN_INFO).where("experiment", "$experiment"))),
                List.of(
                        new Annotation(
                                "Epochs",
                                "blue",
                                of(Meter.EPOCH).changes(Window.RATE).above(0),
                                "next epoch"),
                        new Annotation("State", "orange", States.entered(of(Meter.RUN_STATE)), "{{state}}")),
                List.of(
                        new Section("Progress", standing()),
                        new Section("Balance", balance()),
                        new Section("Latents", latents()),
                        new Section("Further terms", furtherTerms()),
                        new Section("Optimisation", optimisation()),
                        new Section("Speed", ProcessPanels.speed()),
                        new Section("Machine", ProcessPanels.machine()),
                        new Section("Facts", List.of(facts()))));
    }

    private static List<Panel> standing() {
        return List.of(
                States.colored(Panel.name("State", "What the run is doing, or how it ended.")
                        .show("{{state}}", of(Meter.RUN_STATE).equalTo(1))),
                Panel.now("Epoch", "The current epoch, and the number of epochs in the plan.")
                        .unit(Unit.WHOLE)
                        .show("epoch", of(Meter.EPOCH))
                        .show("of", of(Meter.PLANNED_EPOCHS)),
                Panel.now("Done", "Completed steps as a share of the plan. A stopping rule may end the run earlier.")
                        .unit(Unit.SHARE)
                        .show("done", of(Meter.STEP).dividedBy(of(Meter.PLANNED_STEPS))),
                Panel.now("Time left", "Time until the last epoch is evaluated, at the recent pace.")
                        .unit(Unit.DURATION)
                        .without("not training")
                        .show("left", of(Meter.TIME_LEFT)),
                Panel.now(
                                "Non-finite values",
                                "Values that could not be recorded since the run began. This should be 0.")
                        .unit(Unit.WHOLE)
                        .bounds(1, 1)
                        .show("values", of(Meter.NONFINITE)),
                Panel.now("Checkpoint age", "The training time that would be lost if the process ended now.")
                        .unit(Unit.SECONDS)
                        .bounds(900, 3_600)
                        .without("none yet")
                        .show("age", of(Meter.CHECKPOINT_LAST_SUCCESS).age()),
                Panel.number("Squared error", "For the validation split, summed over elements, mean over examples.")
                        .size(6, 4)
                        .show("squared error", validation(Meter.SQUARED_ERROR), SQUARED_ERROR),
                Panel.number("KL", "For the validation split, in nats per example, summed over latents.")
                        .size(6, 4)
                        .show("KL", validation(Meter.KL_NATS), KL),
                Panel.number("Beta", "Weight of a nat of KL, in units of the reconstruction.")
                        .size(6, 4)
                        .show("beta", of(Meter.BETA), BETA),
                Panel.number("Active units", "Latents whose posterior mean varies by more than 0.01 over the split.")
                        .size(6, 4)
                        .unit(Unit.WHOLE)
                        .show("active units", validation(Meter.ACTIVE_UNITS)));
    }

    private static List<Panel> balance() {
        return List.of(
                Panel.lines(
                                "Loss terms",
                                "per example",
                                "The objective and its terms in the training steps. The loss moves when beta moves: compare models by"
                                        + " the ELBO at its best variance, not by this.")
                        .logarithmic()
                        .show("loss", train(Meter.LOSS), "green")
                        .show("loss, validation", validation(Meter.LOSS), "light-green")
                        .dashed("loss, validation")
                        .show("reconstruction", contribution("reconstruction"), SQUARED_ERROR)
                        .show("divergence", contribution("divergence"), KL)
                        .show("{{name}}", of(Meter.CONTRIBUTION).except("name", "reconstruction|divergence")),
                Panel.shares(
                                "Shares of the loss",
                                "The priced contribution of each term to the loss, which the optimizer minimises. The"
                                        + " normalising constant of a likelihood is left out.")
                        .show("reconstruction", contribution("reconstruction"), SQUARED_ERROR)
                        .show("divergence", contribution("divergence"), KL)
                        .show("{{name}}", of(Meter.CONTRIBUTION).except("name", "reconstruction|divergence")),
                Panel.lines(
                                "ELBO at its best variance",
                                "nats per example",
                                "Compares models of equally preprocessed data at any beta: the Gaussian ELBO with the variance that is"
                                        + " best for the training split. Higher is better.")
                        .show("{{phase}}", of(Meter.ELBO_OPTIMAL_VARIANCE_NATS)),
                Panel.lines(
                                "Squared error",
                                "per example",
                                "Summed over elements, with the target of the strategy, if it has one. Validation far"
                                        + " above training means that the model memorizes.")
                        .show("train", train(Meter.SQUARED_ERROR), SQUARED_ERROR)
                        .show("validation", validation(Meter.SQUARED_ERROR), "light-blue")
                        .dashed("validation")
                        .show("target", of(Meter.STRATEGY).where("name", BalancingStrategy.SQUARED_ERROR_TARGET), ASKED)
                        .dashed("target"),
                Panel.lines("KL", "nats per example", "Summed over latents, with the target of the strategy.")
                        .show("train", train(Meter.KL_NATS), KL)
                        .show("validation", validation(Meter.KL_NATS), "light-orange")
                        .dashed("validation")
                        .show("target", of(Meter.KL_TARGET_NATS), ASKED)
                        .dashed("target")
                        .show("capacity", of(Meter.CAPACITY_NATS), "yellow")
                        .dashed("capacity"),
                Panel.lines(
                                "Beta and what it steers",
                                Meter.BETA.unit(),
                                "Beta on the left; KL and its target on the right. A strategy that works"
                                        + " brings the lines on the right together.")
                        .show("beta", of(Meter.BETA), BETA)
                        .show("implied beta", of(Meter.IMPLIED_BETA), "light-green")
                        .dashed("implied beta")
                        .show("KL", train(Meter.KL_NATS), KL)
                        .onTheRight("KL", "nats", Unit.NUMBER)
                        .show("KL target", of(Meter.KL_TARGET_NATS), ASKED)
                        .onTheRight("KL target", "nats", Unit.NUMBER)
                        .dashed("KL target"));
    }

    private static List<Panel> latents() {
        return List.of(
                Panel.heatMap(
                                "KL per latent",
                                "latent",
                                "Nats in each latent, over the validation split. A dark row is a latent in use;"
                                        + " a pale one carries nothing.")
                        .show("{{latent}}", validation(Meter.KL_LATENT_NATS)),
                Panel.lines(
                                "Active units",
                                "latents",
                                "Latents whose posterior mean varies by more than 0.01 (Burda et al. 2016); for the training"
                                        + " split, only at the end of the run. If no latent is active, the posterior has"
                                        + " collapsed, or beta is too high for the data.")
                        .size(8, 10)
                        .unit(Unit.WHOLE)
                        .from(0)
                        .show("{{phase}}", of(Meter.ACTIVE_UNITS)));
    }

    private static List<Panel> furtherTerms() {
        return List.of(
                Panel.lines(
                                "Further terms",
                                "each in its own unit",
                                "Measures of the terms other than reconstruction and divergence, in the training steps,"
                                        + " before their price. Empty if the experiment has none.")
                        .size(8, 8)
                        .without("no further term")
                        .show("{{name}}", of(Meter.TERM)),
                Panel.lines(
                                "Critics",
                                "loss of the critic",
                                "Losses of the critics of terms, named after the measures of the terms. A loss that"
                                        + " stays at its first value means that the critic distinguishes nothing."
                                        + " Empty if no term has a critic.")
                        .size(8, 8)
                        .without("no critic")
                        .show("{{name}}", of(Meter.CRITIC_LOSS)),
                Panel.lines(
                                "Distance from the frontier",
                                "1",
                                "0 where the encoder is the best one for its decoder (stationarity), and where the model has the"
                                        + " least squared error of a linear one at its KL (gap). Empty unless the plan reads"
                                        + " them.")
                        .size(8, 8)
                        .without("not read")
                        .show("encoder stationarity", of(Meter.ENCODER_STATIONARITY))
                        .show("frontier gap", of(Meter.FRONTIER_GAP)));
    }

    private static List<Panel> optimisation() {
        return List.of(
                Panel.lines("Learning rate", Meter.LEARNING_RATE.unit(), "From the last step.")
                        .unit(Unit.SCIENTIFIC)
                        .show("learning rate", of(Meter.LEARNING_RATE)),
                Panel.lines(
                                "Gradient norm",
                                Meter.GRADIENT_NORM.unit(),
                                "Euclidean norm over all parameters of the model, before clipping, and the same for each critic.")
                        .logarithmic()
                        .show("gradient norm", of(Meter.GRADIENT_NORM))
                        .show("critic of {{name}}", of(Meter.CRITIC_GRADIENT_NORM)),
                Panel.lines(
                                "The strategy's own numbers",
                                "as the strategy documents",
                                "The state of the balancing strategy: an integral, a multiplier, a moving average. And that of"
                                        + " the procedure, such as its inner steps.")
                        .show("{{name}}", of(Meter.STRATEGY))
                        .show("procedure: {{name}}", of(Meter.PROCEDURE)));
    }

    private static Panel facts() {
        Map<String, Object> columns = DashboardJson.object(
                "excludeByName",
                DashboardJson.object("Time", true, "Value #A", true, "__name__", true, "instance", true, "job", true),
                "renameByName",
                DashboardJson.object(
                        "experiment", "Experiment",
                        "run", "Run",
                        "engine", "Engine",
                        "device", "Device",
                        "strategy", "Strategy",
                        "version", "Equipoise",
                        "Value #B", "Began",
                        "Value #C", "Beta at least",
                        "Value #D", "Beta at most"));
        return Panel.table("Run details", "The run's plan.json and environment.json have the rest.")
                .size(24, 4)
                .show(
                        "",
                        of(Meter.RUN_INFO)
                                .last(Window.SHOWN)
                                .maxBy("experiment", "run", "engine", "device", "strategy", "version"))
                .show("", of(Meter.RUN_START).times(1_000).maxBy("experiment", "run"))
                .show("", of(Meter.BETA_BOUND).where("bound", "min").maxBy("experiment", "run"))
                .show("", of(Meter.BETA_BOUND).where("bound", "max").maxBy("experiment", "run"))
                .transformed("merge", Map.of())
                .transformed("organize", columns)
                .of("Began", "unit", Unit.AGO.id());
    }

    /** A meter of the run that is shown. */
    static Selector of(Meter meter) {
        return run(Query.of(meter));
    }

    /** Any series of the run that is shown. */
    static Selector run(Selector any) {
        return any.where("experiment", "$experiment").where("run", "$run");
    }

    private static Selector contribution(String term) {
        return of(Meter.CONTRIBUTION).where("name", term);
    }

    private static Selector train(Meter meter) {
        return of(meter).in(Phase.TRAIN);
    }

    private static Selector validation(Meter meter) {
        return of(meter).in(Phase.VALIDATION);
    }
}
