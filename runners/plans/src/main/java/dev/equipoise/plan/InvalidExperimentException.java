package dev.equipoise.plan;

import dev.equipoise.data.DataFormatException;
import java.util.List;

/**
 * All problems of an experiment: one line each, with what, where and how to fix it. The cause is a {@link
 * DataFormatException} if the data is the only problem.
 */
public final class InvalidExperimentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    public InvalidExperimentException(String experiment, List<String> problems) {
        super(experiment + " has " + problems.size() + (problems.size() == 1 ? " problem:" : " problems:")
                + String.join("", problems.stream().map(p -> "\n  - " + p).toList()));
        this.problems = List.copyOf(problems);
    }

    public InvalidExperimentException(String experiment, List<String> problems, DataFormatException badData) {
        this(experiment, problems);
        initCause(badData);
    }

    public List<String> problems() {
        return problems;
    }
}
