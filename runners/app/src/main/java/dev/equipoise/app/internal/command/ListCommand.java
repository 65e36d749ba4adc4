package dev.equipoise.app.internal.command;

import dev.equipoise.app.internal.console.JsonOutput;
import dev.equipoise.app.internal.console.Subcommand;
import dev.equipoise.app.internal.console.Table;
import dev.equipoise.app.internal.console.Terminal;
import dev.equipoise.app.internal.plan.ListedExperiment;
import dev.equipoise.plan.Experiments;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the discovered experiments. */
@Command(name = "list", description = "Show the experiments on the class path and in --classpath.")
public final class ListCommand implements Subcommand {

    private static final String NONE = """
            no experiments found: no class on the class path is annotated with @Experiment
              for your own project        --classpath target/classes
              for the examples            ./equipoise list, or with `java -jar equipoise-app.jar`:
                                          --classpath examples/target/equipoise-examples-VERSION.jar""";

    private final Provider<Experiments> experiments;
    private final Terminal terminal;

    @Option(names = "--json", description = "Print JSON for programs.")
    private boolean json;

    @Inject
    ListCommand(Provider<Experiments> experiments, Terminal terminal) {
        this.experiments = experiments;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<ListedExperiment> listed =
                experiments.get().all().stream().map(ListedExperiment::of).toList();
        if (json) {
            terminal.out().println(JsonOutput.text(Map.of("experiments", listed)));
        } else if (listed.isEmpty()) {
            terminal.out().println(NONE);
        } else {
            Table table = new Table("", "lll");
            listed.forEach(one -> table.row(one.name(), String.join(" ", one.parts()), one.type()));
            table.lines().forEach(terminal.out()::println);
        }
        terminal.out().flush();
        return 0;
    }
}
