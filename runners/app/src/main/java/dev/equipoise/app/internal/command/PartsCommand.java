package dev.equipoise.app.internal.command;

import dev.equipoise.app.internal.console.JsonOutput;
import dev.equipoise.app.internal.console.Subcommand;
import dev.equipoise.app.internal.console.Table;
import dev.equipoise.app.internal.console.Terminal;
import dev.equipoise.app.internal.plan.ListedPart;
import dev.equipoise.app.internal.plan.ListedPart.ListedAttribute;
import dev.equipoise.experiment.NearestName;
import dev.equipoise.plan.Catalogue;
import dev.equipoise.plan.UnknownPartException;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the parts that experiments are made of. */
@Command(
        name = "parts",
        description =
                "Show every part that an experiment can have, by role, with the keys, ranges, units and defaults of"
                        + " its attributes.")
public final class PartsCommand implements Subcommand {

    private final Provider<Catalogue> catalogue;
    private final Terminal terminal;

    @Parameters(
            paramLabel = "NAME",
            arity = "0..1",
            completionCandidates = Candidates.Parts.class,
            description = "Key of a part, or a role; without it, all parts are shown.")
    private @Nullable String name;

    @Option(names = "--json", description = "Print JSON for programs.")
    private boolean json;

    @Inject
    PartsCommand(Provider<Catalogue> catalogue, Terminal terminal) {
        this.catalogue = catalogue;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<ListedPart> parts = chosen(ListedPart.all(catalogue.get()));
        if (json) {
            terminal.out().println(JsonOutput.text(Map.of("parts", parts)));
        } else {
            print(parts);
        }
        terminal.out().flush();
        return 0;
    }

    private List<ListedPart> chosen(List<ListedPart> all) {
        String wanted = name;
        if (wanted == null) {
            return all;
        }
        List<ListedPart> chosen = all.stream()
                .filter(part ->
                        part.key().equalsIgnoreCase(wanted) || part.role().equalsIgnoreCase(wanted))
                .toList();
        if (chosen.isEmpty()) {
            List<String> names = all.stream()
                    .flatMap(part -> Stream.of(part.key(), part.role()))
                    .toList();
            throw new UnknownPartException(
                    "the part must be one that `parts` shows, got '" + wanted + "'" + NearestName.hint(wanted, names));
        }
        return chosen;
    }

    private void print(List<ListedPart> parts) {
        String role = "";
        for (ListedPart part : parts) {
            if (!part.role().equals(role)) {
                terminal.out().println((role.isEmpty() ? "" : System.lineSeparator()) + terminal.bold(part.role()));
                role = part.role();
            }
            terminal.out().println("  " + part.key() + (part.repeatable() ? "  (repeatable)" : ""));
            Table table = new Table("    ", "lllll");
            part.attributes()
                    .forEach(attribute -> table.row(
                            attribute.key(),
                            standard(attribute),
                            attribute.unit(),
                            attribute.kind(),
                            attribute.range()));
            table.lines().forEach(terminal.out()::println);
        }
    }

    private static String standard(ListedAttribute attribute) {
        String value = attribute.defaultValue();
        if (value == null) {
            return "(must be set)";
        }
        return value.isEmpty() ? "(empty)" : value;
    }
}
