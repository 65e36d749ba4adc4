package dev.equipoise.app;

/** The command line in this process. */
public final class CommandLineHere {

    private CommandLineHere() {}

    /** What a command ended with and wrote. */
    public record Told(int code, String out, String err) {}

    /** Executes one command. */
    public static Told execute(String... arguments) {
        FakeTerminal terminal = new FakeTerminal();
        int code = Main.run(terminal.plain(), arguments);
        return new Told(code, terminal.out(), terminal.err());
    }
}
