package dev.equipoise.app.rehearsal;

import ai.djl.ndarray.NDManager;
import dev.equipoise.app.console.Terminal;
import dev.equipoise.app.plan.PlanDescription;
import dev.equipoise.app.plan.PlanText;
import dev.equipoise.data.DataSource;
import dev.equipoise.data.Dataset;
import dev.equipoise.data.PreprocessedData;
import dev.equipoise.data.Preprocessing;
import dev.equipoise.engine.DeviceSelection;
import dev.equipoise.engine.Engines;
import dev.equipoise.engine.SelectedDevice;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.local.model.EngineModel;
import dev.equipoise.plan.Foresight;
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

    @Inject
    Rehearsal(Terminal terminal, DeviceSelection devices) {
        this.terminal = terminal;
        this.devices = devices;
    }

    /** Rehearses and tells of it; writes no files. */
    public void of(ExperimentPlan plan, RunOptions options) {
        new PlanText(terminal).print(PlanDescription.of(plan));
        SelectedDevice device = devices.choose(options.device(), options.engine());
        say("");
        say("data loaded: " + data(plan));
        say("model built on " + options.engine().djlName() + ", " + device.name() + " (" + device.reason() + "): "
                + Numbers.grouped(parameters(plan, options, device)) + " parameters");
        say("nothing was trained or written (--dry-run)");
    }

    private static String data(ExperimentPlan plan) {
        PreprocessedData loaded =
                PreprocessedData.load(plan.part(DataSource.class), plan.parts(Preprocessing.class), plan::nameOf);
        Foresight.of(plan, loaded).forEach(warning -> LOG.warn("{}", warning));
        Dataset dataset = loaded.dataset();
        return Numbers.grouped(dataset.training().examples()) + " training and "
                + Numbers.grouped(dataset.validation().examples()) + " validation examples";
    }

    private static long parameters(ExperimentPlan plan, RunOptions options, SelectedDevice device) {
        try (NDManager manager = Engines.start(options.engine()).newBaseManager(device.device())) {
            return EngineModel.of(plan, options.engine(), manager).parameters();
        }
    }

    private void say(String line) {
        terminal.out().println(line);
        terminal.out().flush();
    }
}
