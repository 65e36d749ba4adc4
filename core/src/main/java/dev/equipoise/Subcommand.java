package dev.equipoise;

import java.util.concurrent.Callable;

/**
 * A command of the command line: a class annotated with picocli's {@code @Command}, made by the application's injector,
 * whose call returns the exit code.
 */
public interface Subcommand extends Callable<Integer> {}
