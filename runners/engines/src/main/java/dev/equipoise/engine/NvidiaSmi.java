package dev.equipoise.engine;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Queries the tool of the NVIDIA driver, which takes part of a second. */
public final class NvidiaSmi {

    private static final Duration WITHIN = Duration.ofSeconds(20);

    /**
     * What the tool answered.
     *
     * @param lines of its table; empty if it failed
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
        ProcessBuilder program = new ProcessBuilder(
                        "nvidia-smi", "--query-gpu=" + fields, "--format=csv,noheader,nounits")
                .redirectErrorStream(true);
        try {
            return ChildProcess.run(WITHIN, program)
                    .map(NvidiaSmi::answer)
                    .orElseGet(() ->
                            new Answer(List.of(), "nvidia-smi did not answer within " + WITHIN.toSeconds() + " s"));
        } catch (IOException e) {
            return new Answer(List.of(), "nvidia-smi, which lists NVIDIA GPUs, was not found on the PATH");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(List.of(), "the search for GPUs was interrupted");
        }
    }

    private static Answer answer(ChildProcess.Ended ended) {
        List<String> lines = ended.output().lines().toList();
        return ended.exitCode() == 0
                ? new Answer(lines, "nvidia-smi answered")
                : new Answer(
                        List.of(),
                        "nvidia-smi failed: " + lines.stream().findFirst().orElse("no output"));
    }
}
