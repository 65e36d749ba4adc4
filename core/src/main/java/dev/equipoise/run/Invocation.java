package dev.equipoise.run;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How this program was called, so that a message can show a command that a person pastes into a shell.
 *
 * @param words of the call before any command: the program and where it finds the experiments
 */
public record Invocation(List<String> words) {

    /** By the launcher on the path, with its own class path. */
    public static final Invocation PLAIN = new Invocation(List.of("equipoise"));

    private static final String PLAIN_WORD = "[A-Za-z0-9_@%+=:,./-]+";

    public Invocation {
        words = List.copyOf(words);
    }

    /** The line of a POSIX shell that calls it with these arguments. */
    public String with(String... arguments) {
        return Stream.concat(words.stream(), Stream.of(arguments))
                .map(Invocation::quoted)
                .collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        return word.matches(PLAIN_WORD) ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
