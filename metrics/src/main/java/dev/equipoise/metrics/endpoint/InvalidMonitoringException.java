package dev.equipoise.metrics.endpoint;

import com.google.common.collect.ImmutableList;
import java.util.List;

/** The settings of monitoring are invalid. The message lists all problems. */
public final class InvalidMonitoringException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ImmutableList<String> problems;

    public InvalidMonitoringException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = ImmutableList.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
