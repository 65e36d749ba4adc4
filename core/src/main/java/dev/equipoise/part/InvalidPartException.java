package dev.equipoise.part;

import java.util.List;

/** Problems that the factory of a part found, as sentences of the form "attribute must constraint, got value; fix". */
public final class InvalidPartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    public InvalidPartException(String problem) {
        this(List.of(problem));
    }

    public InvalidPartException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
