package dev.equipoise.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks the NVIDIA driver's own tool, which takes a part of a second. */
public final class NvidiaSmi {

    private static final long SECONDS = 20;

    /**
     * What the tool answered.
     *
     * @param lines of its table; empty where it failed
     * @param note how it went, for messages
     */
    public record Answer(List<String> lines, String note) {}

    /** Lines of "index, uuid, name, compute capability, memory in MiB". */
    Answer ask() {
        Answer answer = query("index,uuid,name,compute_cap,memory.total");
        // Drivers before 510 do not know compute_cap.
        return answer.lines().isEmpty() && answer.note().contains("compute_cap")
                ? query("index,uuid,name,driver_version,memory.total")
                : answer;
    }

    /** A line for each GPU with the values of these fields, without units. */
    public static Answer query(String fields) {
        Path output = null;
        try {
            output = Files.createTempFile("equipoise-nvidia-smi", ".csv");
            Process process = new ProcessBuilder("nvidia-smi", "--query-gpu=" + fields, "--format=csv,noheader,nounits")
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return new Answer(List.of(), "nvidia-smi did not answer within " + SECONDS + " s");
            }
            String text = Files.readString(output, StandardCharsets.UTF_8).strip();
            return process.exitValue() == 0
                    ? new Answer(text.lines().toList(), "nvidia-smi answered")
                    : new Answer(
                            List.of(),
                            "nvidia-smi failed: " + text.lines().findFirst().orElse("no output"));
        } catch (IOException e) {
            return new Answer(List.of(), "nvidia-smi, which lists NVIDIA GPUs, was not found on the PATH");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(List.of(), "the search for GPUs was interrupted");
        } finally {
            delete(output);
        }
    }

    private static void delete(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            file.toFile().deleteOnExit();
        }
    }
}
