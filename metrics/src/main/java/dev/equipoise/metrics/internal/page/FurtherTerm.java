package dev.equipoise.metrics.internal.page;

import java.util.List;
import java.util.Optional;

/**
 * What a term beyond reconstruction and divergence measures, or the loss of its critic.
 *
 * @param last of the last step; empty if that did not measure it
 * @param points its course
 */
record FurtherTerm(String name, String unit, Optional<Double> last, List<Double> points) {}
