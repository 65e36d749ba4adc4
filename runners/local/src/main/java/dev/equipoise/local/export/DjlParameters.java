package dev.equipoise.local.export;

import ai.djl.Device;
import ai.djl.Model;
import dev.equipoise.checkpoint.Tensor;
import dev.equipoise.engine.EngineThread;
import dev.equipoise.engine.Engines;
import dev.equipoise.model.Vae;
import dev.equipoise.model.VaeLayers;
import dev.equipoise.run.EngineName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A model's two networks as DJL's own files, {@code encoder-0000.params} and {@code decoder-0000.params}, which every
 * engine of DJL can read: {@code model.setBlock(block); model.load(folder, "decoder")}, with a {@code SequentialBlock}
 * of the same layers. The encoder ends with its head: M raw means, then M raw log-variances, before the posterior's
 * clamp.
 */
public final class DjlParameters {

    private DjlParameters() {}

    /** The files that an export into a folder writes: the encoder's, then the decoder's. */
    public static List<Path> files(Path folder) {
        return Stream.of(Vae.Network.ENCODER, Vae.Network.DECODER)
                .map(network -> file(folder, network))
                .toList();
    }

    /**
     * Writes both files. Earlier files are deleted first, even if these cannot be written.
     *
     * @param elements N of a datum
     * @param parameters of the model, by path
     * @param engine that writes them; the files are the same for all
     * @return the files
     * @throws ForeignBlockException if a layer has blocks that are not DJL's own
     */
    public static List<Path> write(
            Path folder, VaeLayers layers, int elements, Map<String, Tensor> parameters, EngineName engine)
            throws IOException {
        for (Path earlier : files(folder)) {
            Files.deleteIfExists(earlier);
        }
        DjlBlocks encoder = new DjlBlocks(layers, elements, Vae.Network.ENCODER);
        DjlBlocks decoder = new DjlBlocks(layers, elements, Vae.Network.DECODER);
        try {
            return EngineThread.call(() -> {
                Engines.start(engine);
                Engines.prepareThread(engine);
                return List.of(
                        write(folder, Vae.Network.ENCODER, encoder, parameters, engine),
                        write(folder, Vae.Network.DECODER, decoder, parameters, engine));
            });
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static Path write(
            Path folder, Vae.Network network, DjlBlocks blocks, Map<String, Tensor> parameters, EngineName engine) {
        String name = name(network);
        try (Model model = Model.newInstance(name, Device.cpu(), engine.djlName())) {
            model.setBlock(blocks.block(parameters, model.getNDManager()));
            // Otherwise the number of the file is one more than that of the last.
            model.setProperty("Epoch", "0");
            model.save(folder, name);
            return file(folder, network);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(Vae.Network network) {
        return network.name().toLowerCase(Locale.ROOT);
    }

    private static Path file(Path folder, Vae.Network network) {
        return folder.resolve(name(network) + "-0000.params");
    }
}
