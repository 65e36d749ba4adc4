package dev.equipoise.run;

import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Recognises a lack of memory, of the heap or of a device. Engines report it only in the text of a message. */
public final class OutOfMemory {

    private static final int DEEPEST_CAUSE = 20;

    private OutOfMemory() {}

    /** Whether a failure, or one of its causes, is a lack of memory. */
    public static boolean isCauseOf(Throwable failure) {
        return isOfHeap(failure) || causes(failure).anyMatch(cause -> says(cause.getMessage()));
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.<@Nullable Throwable>iterate(failure, cause -> cause == null ? null : cause.getCause())
                .limit(DEEPEST_CAUSE)
                .flatMap(Stream::ofNullable);
    }

    /** Whether the virtual machine itself lacks memory, rather than an engine or a device. */
    public static boolean isOfHeap(Throwable failure) {
        return causes(failure).anyMatch(OutOfMemoryError.class::isInstance);
    }

    /** What happened, in the words of the engine or the virtual machine, and what may help. */
    public static String advice(Throwable failure) {
        return isOfHeap(failure)
                ? "out of memory: " + words(failure)
                        + "; give the virtual machine more memory, for example with EQUIPOISE_JAVA_OPTS=-Xmx8g"
                : "out of memory: " + words(failure) + "; try a smaller experiment.batchSize or model";
    }

    /** The message of the engine or the virtual machine and the place of the failure, in one line. */
    public static String words(Throwable failure) {
        String met = firstLine(failure);
        return causes(failure)
                .filter(cause -> cause instanceof OutOfMemoryError || says(cause.getMessage()))
                .map(OutOfMemory::firstLine)
                .filter(lack -> !met.contains(lack))
                .findFirst()
                .map(lack -> met + ": " + lack)
                .orElse(met);
    }

    private static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }

    private static boolean says(@Nullable String message) {
        String words = message == null ? "" : message.toLowerCase(Locale.ROOT);
        return Stream.of(
                        "out of memory",
                        "outofmemory",
                        "bad_alloc",
                        "not enough memory",
                        "memory allocation failed",
                        // libtorch, and errno 12 itself
                        "allocate memory",
                        // cuBLAS and cuDNN, whose own workspaces find none
                        "status_alloc_failed",
                        // MXNet
                        "failed to allocate cpu memory")
                .anyMatch(words::contains);
    }
}
