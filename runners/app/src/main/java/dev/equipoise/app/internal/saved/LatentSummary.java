package dev.equipoise.app.internal.saved;

import dev.equipoise.local.SavedModel;
import dev.equipoise.local.export.EncodedExamples;
import dev.equipoise.local.export.EncodedExamples.Latent;
import java.util.List;

/**
 * {@code latents.json}.
 *
 * @param experiment name
 * @param run its id
 * @param checkpoint why it was taken
 * @param steps updates made
 * @param data {@code validation}, or the path of the new examples
 * @param examples encoded
 * @param activeUnits latents that are active
 * @param scaleFactor as {@link EncodedExamples#scaleFactor} says
 * @param latents every one
 */
public record LatentSummary(
        String experiment,
        String run,
        String checkpoint,
        long steps,
        String data,
        int examples,
        int activeUnits,
        double scaleFactor,
        List<Latent> latents) {

    /** @param data that was encoded */
    public static LatentSummary of(String experiment, SavedModel model, String data, EncodedExamples examples) {
        List<Latent> latents = examples.all();
        return new LatentSummary(
                experiment,
                model.run(),
                model.reason().toString(),
                model.steps(),
                data,
                examples.examples(),
                (int) latents.stream().filter(Latent::active).count(),
                examples.scaleFactor(),
                latents);
    }
}
