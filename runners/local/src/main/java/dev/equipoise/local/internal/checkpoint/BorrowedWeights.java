package dev.equipoise.local.internal.checkpoint;

import ai.djl.ndarray.NDArray;
import dev.equipoise.checkpoint.Tensor;
import dev.equipoise.disk.Disk;
import dev.equipoise.local.internal.model.Weights;
import dev.equipoise.model.Vae;
import dev.equipoise.run.IncompatibleResumeException;
import dev.equipoise.run.RunOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Weights of another run's last checkpoint, from which a new run starts.
 *
 * @param run its directory
 * @param only the network that is taken; empty for both
 * @param taken by path; averaged if that run keeps an average
 * @param origin what is recorded of them
 */
public record BorrowedWeights(
        Path run, Optional<RunOptions.Network> only, Map<String, Tensor> taken, Map<String, Object> origin) {

    /**
     * Reads them; the other run may be training.
     *
     * @throws IncompatibleResumeException if there is no complete checkpoint
     */
    public static BorrowedWeights read(Disk disk, Clock clock, RunOptions.Borrowed from) {
        Path run = from.run();
        Saved saved;
        try {
            if (!disk.exists(run.resolve(CheckpointStore.DIRECTORY))) {
                throw refused(
                        run + " must be the directory of a run with checkpoints, such as runs/<experiment>/<run>, but "
                                + (disk.exists(run) ? "it has none" : "it does not exist"));
            }
            saved = new CheckpointStore(disk, run, new Retention(1), clock, "")
                    .peekNewest()
                    .orElseThrow(() -> refused(
                            "the run in " + run + " must have a complete checkpoint to start from, but has none"));
        } catch (IOException e) {
            throw new UncheckedIOException("the checkpoints in " + run + " cannot be read: " + e, e);
        }
        Map<String, Tensor> parameters = saved.snapshot().parameters();
        Map<String, Tensor> ofModel = Weights.ofModel(parameters);
        Map<String, Tensor> taken = new LinkedHashMap<>(ofModel);
        taken.keySet().removeIf(path -> isLeft(path, from.only()));
        Map<String, Object> origin = new LinkedHashMap<>();
        origin.put("run", saved.info().run());
        origin.put("directory", run.toAbsolutePath().normalize().toString());
        origin.put("steps", saved.info().steps());
        origin.put("reason", saved.info().reason().toString());
        origin.put(
                "taken",
                from.only()
                        .map(network -> network.toString().toLowerCase(Locale.ROOT))
                        .orElse("all"));
        origin.put("averaged", ofModel != parameters);
        origin.put("sha256", sha256(parameters));
        return new BorrowedWeights(run, from.only(), taken, origin);
    }

    private static boolean isLeft(String path, Optional<RunOptions.Network> only) {
        return only.filter(network ->
                        !network.name().equals(Vae.Network.owning(path).name()))
                .isPresent();
    }

    /** That of the file of the checkpoint's parameters. */
    private static String sha256(Map<String, Tensor> parameters) {
        MessageDigest digest = Sha256.digest();
        parameters.values().forEach(tensor -> {
            ByteBuffer bytes =
                    ByteBuffer.allocate(Float.BYTES * tensor.values().length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(tensor.values());
            digest.update(bytes);
        });
        return Sha256.hex(digest);
    }

    /** @throws IncompatibleResumeException with every array that does not fit the model */
    public void requireFit(Vae vae) {
        Map<String, NDArray> model = new LinkedHashMap<>(vae.saved());
        model.keySet().removeIf(path -> isLeft(path, only));
        TreeSet<String> paths = new TreeSet<>(model.keySet());
        paths.addAll(taken.keySet());
        List<String> problems = new ArrayList<>();
        for (String path : paths) {
            String now = Optional.ofNullable(model.get(path))
                    .map(array -> Arrays.toString(array.getShape().getShape()))
                    .orElse("absent");
            String there = Optional.ofNullable(taken.get(path))
                    .map(tensor -> Arrays.toString(tensor.shape()))
                    .orElse("absent");
            if (!now.equals(there)) {
                problems.add("  " + path + " is " + there + " there, and " + now + " here");
            }
        }
        if (!problems.isEmpty()) {
            problems.add(0, "the weights of the run in " + run + " must fit this experiment's model, but:");
            problems.add("give the model the layers of that run"
                    + (only.isPresent() ? "" : ", or take one network that fits: --init-only encoder or decoder"));
            throw new IncompatibleResumeException(problems);
        }
    }

    private static IncompatibleResumeException refused(String problem) {
        return new IncompatibleResumeException(List.of(problem));
    }
}
