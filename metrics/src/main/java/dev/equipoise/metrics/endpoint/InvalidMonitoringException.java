package dev.equipoise.metrics.endpoint;

import com.google.common.collect.ImmutableList;
import java.util.List;

/** What was asked for of monitoring cannot be, with every problem at once. */
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
