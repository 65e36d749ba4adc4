package dev.equipoise.local.internal.checkpoint;

import dev.equipoise.run.IncompatibleResumeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What differs between a run and the one that a checkpoint was taken of.
 *
 * @param all in the order of their names
 */
public record Differences(List<Difference> all) {

    /** What follows from a difference. */
    enum Kind {
        /** The run continues, but its last bits may differ. */
        MACHINE,
        /** The run continues as another experiment, if that is accepted. */
        EXPERIMENT,
        /** No checkpoint fits. */
        MODEL
    }

    /**
     * One value that differs.
     *
     * @param group the name to accept it by
     * @param text its name with both values
     */
    record Difference(Kind kind, String group, String text) {}

    /**
     * Refuses differences that were not accepted.
     *
     * @param accepted groups that may differ; of the model none may
     * @throws IncompatibleResumeException with all that may not differ
     */
    public void require(Set<String> accepted) {
        List<String> problems = new ArrayList<>(List.of("the run must continue as it began, but:"));
        Set<String> acceptable = new TreeSet<>();
        for (Difference found : all) {
            if (found.kind() == Kind.MODEL) {
                problems.add("  " + found.text() + ": the model must be the same");
            } else if (found.kind() == Kind.EXPERIMENT && !accepted.contains(found.group())) {
                problems.add("  " + found.text());
                acceptable.add(found.group());
            }
        }
        if (!acceptable.isEmpty()) {
            problems.add("to continue anyway, as a different experiment: --accept " + String.join(",", acceptable));
        }
        refuse(problems);
    }

    /** @throws IncompatibleResumeException if the model is another */
    public void requireModel() {
        List<String> problems = new ArrayList<>(List.of("the model must be the one that the run has trained, but:"));
        all.stream().filter(found -> found.kind() == Kind.MODEL).forEach(found -> problems.add("  " + found.text()));
        refuse(problems);
    }

    private static void refuse(List<String> problems) {
        if (problems.size() > 1) {
            throw new IncompatibleResumeException(problems);
        }
    }

    /** Whether the checkpoint is another experiment's, accepted or not. */
    public boolean ofAnotherExperiment() {
        return all.stream().anyMatch(found -> found.kind() != Kind.MACHINE);
    }

    /** What differs of the machine and was not accepted, each with both values. */
    public List<String> ofMachine(Set<String> accepted) {
        return all.stream()
                .filter(found -> found.kind() == Kind.MACHINE && !accepted.contains(found.group()))
                .map(Difference::text)
                .toList();
    }
}
