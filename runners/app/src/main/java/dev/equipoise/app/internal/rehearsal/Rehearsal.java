package dev.equipoise.app.internal.rehearsal;

import dev.equipoise.app.internal.console.Terminal;
import dev.equipoise.app.internal.plan.PlanDescription;
import dev.equipoise.app.internal.plan.PlanText;
import dev.equipoise.data.Dataset;
import dev.equipoise.data.PreprocessedData;
import dev.equipoise.engine.DeviceSelection;
import dev.equipoise.engine.SelectedDevice;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.local.ModelParameters;
import dev.equipoise.local.PlanData;
import dev.equipoise.local.SavedModels;
import dev.equipoise.plan.DataWarnings;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.RunOptions;
import dev.equipoise.text.Numbers;
import jakarta.inject.Inject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything of a run but the training: describes the plan, loads and preprocesses the data, builds the model. */
public final class Rehearsal {

    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);

    private final Terminal terminal;
    private final DeviceSelection devices;
    private final SavedModels models;

    @Inject
    Rehearsal(Terminal terminal, DeviceSelection devices, SavedModels models) {
        this.models = models;
        this.terminal = terminal;
        this.devices = devices;
    }

    /** Rehearses and tells of it; writes no files. */
    public void of(ExperimentPlan plan, RunOptions options) {
        new PlanText(terminal).print(PlanDescription.of(plan));
        SelectedDevice device = devices.choose(options.device(), options.engine());
        say("");
        say("data loaded: " + data(plan, options.engine()));
        say("model built on " + options.engine().djlName() + ", " + device.name() + " (" + device.reason() + "): "
                + Numbers.grouped(ModelParameters.count(plan, options.engine(), device)) + " parameters");
        models.requireFit(plan, options);
        options.borrowed().ifPresent(weights -> say("weights of " + weights.run() + " fit the model"));
        say("nothing was trained or written (--dry-run)");
    }

    private static String data(ExperimentPlan plan, EngineName engine) {
        PreprocessedData loaded = PlanData.load(plan, engine);
        DataWarnings.of(plan, loaded).forEach(warning -> LOG.warn("{}", warning));
        Dataset dataset = loaded.dataset();
        return Numbers.grouped(dataset.training().examples()) + " training and "
                + Numbers.grouped(dataset.validation().examples()) + " validation examples";
    }

    private void say(String line) {
        terminal.out().println(line);
        terminal.out().flush();
    }
}
