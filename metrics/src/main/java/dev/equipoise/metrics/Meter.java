package dev.equipoise.metrics;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Every meter that a run exports, as Prometheus knows it. All have the labels {@code experiment} and {@code run}; a
 * {@code phase} is {@code train} (the last step) or {@code validation} (the whole split after the last epoch).
 */
public enum Meter {
    LOSS(
            "vae_loss",
            Kind.GAUGE,
            "loss per example",
            "The objective; of the validation split, reconstruction and divergence weighted by the last step's prices",
            "phase"),
    MSE("vae_mse", Kind.GAUGE, "squared error per element", "Squared error, mean over elements", "phase"),
    SQUARED_ERROR(
            "vae_squared_error",
            Kind.GAUGE,
            "squared error per example",
            "Squared error, summed over a datum's elements",
            "phase"),
    KL_NATS("vae_kl_nats", Kind.GAUGE, "nats per example", "Analytic KL divergence, summed over latents", "phase"),
    KL_LATENT_NATS(
            "vae_kl_latent_nats",
            Kind.GAUGE,
            "nats per example",
            "Analytic KL divergence of a latent; of more than 64 latents, the 64 with the largest after one epoch",
            "phase",
            "latent"),
    ACTIVE_UNITS(
            "vae_active_units",
            Kind.GAUGE,
            "latents",
            "Latents whose posterior mean varies by more than 0.01; of the training split, once the run has ended",
            "phase"),
    BETA("vae_beta", Kind.GAUGE, "1", "Effective beta: weight of KL over weight of reconstruction"),
    WEIGHTED_KL_NATS(
            "vae_weighted_kl_nats",
            Kind.GAUGE,
            "loss per example",
            "Weight of the divergence times KL of the last step"),
    CAPACITY_NATS(
            "vae_capacity_nats",
            Kind.GAUGE,
            "nats per example",
            "KL divergence from which its price counts the distance; absent where KL itself is priced"),
    KL_TARGET_NATS("vae_kl_target_nats", Kind.GAUGE, "nats per example", "KL divergence that the strategy steers to"),
    LEARNING_RATE("vae_learning_rate", Kind.GAUGE, "1", "Learning rate of the last step"),
    GRADIENT_NORM(
            "vae_gradient_norm", Kind.GAUGE, "loss per parameter", "Euclidean norm of the gradient before clipping"),
    EPOCH("vae_epoch", Kind.GAUGE, "epochs", "The epoch that is trained, counted from 1"),
    STEPS("vae_steps_total", Kind.COUNTER, "steps", "Updates made"),
    EXAMPLES("vae_examples_total", Kind.COUNTER, "examples", "Training examples seen, repeats included"),
    STEP_SECONDS("vae_step_seconds", Kind.HISTOGRAM, "seconds", "Time of a step, from its prices to its update"),
    NONFINITE("vae_nonfinite_total", Kind.COUNTER, "values", "Values that were not finite, and so not recorded"),
    CHECKPOINT_LAST_SUCCESS(
            "vae_checkpoint_last_success_timestamp_seconds",
            Kind.GAUGE,
            "seconds since 1970",
            "When the last checkpoint was on disk; absent before the first"),
    CHECKPOINT_FAILURES(
            "vae_checkpoint_failures_total", Kind.COUNTER, "checkpoints", "Checkpoints that could not be written"),
    RUN_STATE("vae_run_state", Kind.GAUGE, "0 or 1", "1 for the state that the run is in, 0 for the others", "state"),
    RUN_INFO(
            "vae_run_info",
            Kind.GAUGE,
            "0 or 1",
            "What the run runs on; always 1",
            "engine",
            "device",
            "strategy",
            "version"),
    STRATEGY("vae_strategy", Kind.GAUGE, "as the strategy documents", "The balancing strategy's own numbers", "name");

    /** How a meter behaves in time. */
    public enum Kind {
        /** Goes up and down. */
        GAUGE,
        /** Only grows. */
        COUNTER,
        /** Counts values by size. */
        HISTOGRAM
    }

    private final String prometheusName;
    private final Kind kind;
    private final String unit;
    private final String help;
    private final ImmutableList<String> ownLabels;

    Meter(String prometheusName, Kind kind, String unit, String help, String... ownLabels) {
        this.prometheusName = prometheusName;
        this.kind = kind;
        this.unit = unit;
        this.help = help;
        this.ownLabels = ImmutableList.copyOf(ownLabels);
    }

    /** The name on the endpoint, without a histogram's suffixes. */
    public String prometheusName() {
        return prometheusName;
    }

    public Kind kind() {
        return kind;
    }

    /** The unit of its values. */
    public String unit() {
        return unit;
    }

    /** What it measures, in one line. */
    public String help() {
        return help;
    }

    /** All its labels. */
    public List<String> labels() {
        return Stream.concat(Stream.of("experiment", "run"), ownLabels.stream()).toList();
    }

    /** The labels beside experiment and run. */
    List<String> ownLabels() {
        return ownLabels;
    }

    /** The name from which Micrometer makes the Prometheus name: dots, and no suffix of a counter. */
    String micrometerName() {
        String base = kind == Kind.COUNTER ? prometheusName.replaceFirst("_total$", "") : prometheusName;
        return base.replace('_', '.');
    }
}
