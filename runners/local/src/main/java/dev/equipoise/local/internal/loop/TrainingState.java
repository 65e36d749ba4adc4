package dev.equipoise.local.internal.loop;

import com.fasterxml.jackson.databind.JsonNode;
import dev.equipoise.data.AffinePreprocessing;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code state.json}: every number of a run that is in no array.
 *
 * @param ledger where it stands and what it has added up
 * @param strategy state of the balancing strategy
 * @param procedure state of the procedure
 * @param rate state of the learning rate
 * @param rules states of the stopping rules, in the plan's order
 * @param optimizer its numbers, and those of the critics' optimizers
 * @param rollbacks so far
 * @param averagedSince so many steps, since when the average of the weights began anew
 * @param microBatches parts that batches are taken in
 * @param warnings that were given, by what they are about
 * @param preprocessing as it was fitted, for the trained model's use without data
 * @param condition the scale of what a conditional model is given
 */
record TrainingState(
        RunProgress.State ledger,
        JsonNode strategy,
        JsonNode procedure,
        JsonNode rate,
        List<JsonNode> rules,
        Map<String, Double> optimizer,
        int rollbacks,
        long averagedSince,
        MicroBatches.State microBatches,
        Map<String, String> warnings,
        JsonNode preprocessing,
        Optional<AffinePreprocessing> condition) {}
