package dev.equipoise.metrics;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Every meter that a run exports, with its name in Prometheus. Boards and alerts can use only these. All have the
 * labels {@code experiment} and {@code run}; a {@code phase} is {@code train} (the last step) or {@code validation}
 * (the whole split after the last epoch).
 */
public enum Meter {
    LOSS(
            "vae_loss",
            Kind.GAUGE,
            "loss per example",
            "The objective; for the validation split, reconstruction and divergence weighted by the last step's prices",
            "phase"),
    MSE("vae_mse", Kind.GAUGE, "squared error per element", "Squared error, mean over elements", "phase"),
    SQUARED_ERROR(
            "vae_squared_error",
            Kind.GAUGE,
            "squared error per example",
            "Squared error, summed over a datum's elements",
            "phase"),
    RECONSTRUCTION(
            "vae_reconstruction",
            Kind.GAUGE,
            "as the reconstruction term documents",
            "The reconstruction term, per example, before its price",
            "phase"),
    KL_NATS("vae_kl_nats", Kind.GAUGE, "nats per example", "Analytic KL divergence, summed over latents", "phase"),
    KL_LATENT_NATS(
            "vae_kl_latent_nats",
            Kind.GAUGE,
            "nats per example",
            "Analytic KL divergence of a latent; with more than 64, the 64 largest after one epoch, and the sum of the rest",
            "phase",
            "latent"),
    ELBO_OPTIMAL_VARIANCE_NATS(
            "vae_elbo_optimal_variance_nats",
            Kind.GAUGE,
            "nats per example",
            "Gaussian ELBO at the best variance for the training split; depends on preprocessing but not on weights",
            "phase"),
    ACTIVE_UNITS(
            "vae_active_units",
            Kind.GAUGE,
            "latents",
            "Latents whose posterior mean varies by more than 0.01; for the training split, only at the end of the run",
            "phase"),
    BETA(
            "vae_beta",
            Kind.GAUGE,
            "reconstruction per nat",
            "Effective beta: weight of KL over weight of reconstruction"),
    BETA_BOUND(
            "vae_beta_bound",
            Kind.GAUGE,
            "reconstruction per nat",
            "The smallest and the largest beta that the strategy may choose; absent if it has no bounds",
            "bound"),
    WEIGHTED_KL_NATS(
            "vae_weighted_kl_nats",
            Kind.GAUGE,
            "loss per example",
            "The amount that the divergence adds to the loss of the last step: its priced value"),
    CONTRIBUTION(
            "vae_contribution",
            Kind.GAUGE,
            "loss per example",
            "The amount that a term adds to the loss of the last step: its priced value, without a likelihood's normalising constant",
            "name"),
    CAPACITY_NATS(
            "vae_capacity_nats",
            Kind.GAUGE,
            "nats per example",
            "KL divergence from which the priced distance is measured; absent if KL itself is priced"),
    KL_TARGET_NATS(
            "vae_kl_target_nats", Kind.GAUGE, "nats per example", "Target of the strategy for the KL divergence"),
    TERM(
            "vae_term",
            Kind.GAUGE,
            "as the loss term documents",
            "Measure of a term other than reconstruction and divergence in the last step, before its price",
            "name"),
    LEARNING_RATE("vae_learning_rate", Kind.GAUGE, "per step", "Learning rate of the last step"),
    GRADIENT_NORM(
            "vae_gradient_norm",
            Kind.GAUGE,
            "loss per unit of parameter",
            "Euclidean norm of the gradient before clipping"),
    CRITIC_LOSS(
            "vae_critic_loss",
            Kind.GAUGE,
            "as the loss term documents",
            "Loss of a term's critic in the last step, before its update; its name is that of the term's first measure",
            "name"),
    CRITIC_GRADIENT_NORM(
            "vae_critic_gradient_norm",
            Kind.GAUGE,
            "the critic's loss per unit of its parameters",
            "Euclidean norm of the gradient of a critic's loss",
            "name"),
    EPOCH("vae_epoch", Kind.GAUGE, "epochs", "The current epoch, counted from 1"),
    PLANNED_EPOCHS(
            "vae_planned_epochs", Kind.GAUGE, "epochs", "Epochs of the plan; a stopping rule may end the run earlier"),
    PLANNED_STEPS(
            "vae_planned_steps", Kind.GAUGE, "steps", "Steps of the plan; a stopping rule may end the run earlier"),
    STEP("vae_step", Kind.GAUGE, "steps", "Completed steps of the plan; a rollback lowers this number"),
    TIME_LEFT(
            "vae_time_left_seconds",
            Kind.GAUGE,
            "seconds",
            "Time until the last epoch is evaluated, at the recent pace of this process; 0 after the end"),
    STEPS(
            "vae_steps_total",
            Kind.COUNTER,
            "steps",
            "Updates made by this process, including those repeated after a rollback; a resume counts from 0"),
    EXAMPLES(
            "vae_examples_total",
            Kind.COUNTER,
            "examples",
            "Training examples seen by this process, including repeats; a resume counts from 0"),
    STEP_SECONDS("vae_step_seconds", Kind.HISTOGRAM, "seconds", "Time of a step, from its prices to its update"),
    NONFINITE("vae_nonfinite_total", Kind.COUNTER, "values", "Values that were not finite and were not recorded"),
    ROLLBACKS(
            "vae_rollbacks_total",
            Kind.COUNTER,
            "rollbacks",
            "Returns to a checkpoint after a step that was not finite"),
    MICRO_BATCHES(
            "vae_micro_batches",
            Kind.GAUGE,
            "parts",
            "Parts of a training batch: 1, or 2 after a batch did not fit in memory"),
    CHECKPOINT_LAST_SUCCESS(
            "vae_checkpoint_last_success_timestamp_seconds",
            Kind.GAUGE,
            "seconds since 1970",
            "When the last checkpoint was complete on disk; absent before the first"),
    CHECKPOINT_FAILURES(
            "vae_checkpoint_failures_total", Kind.COUNTER, "checkpoints", "Checkpoints that could not be written"),
    RUN_START("vae_run_start_timestamp_seconds", Kind.GAUGE, "seconds since 1970", "When the run began or was resumed"),
    RUN_STATE("vae_run_state", Kind.GAUGE, "0 or 1", "1 for the state that the run is in, 0 for the others", "state"),
    RUN_INFO(
            "vae_run_info",
            Kind.GAUGE,
            "0 or 1",
            "Engine, device, strategy and version of the run; always 1",
            "engine",
            "device",
            "strategy",
            "version"),
    STRATEGY("vae_strategy", Kind.GAUGE, "as the strategy documents", "The balancing strategy's own numbers", "name"),
    PROCEDURE("vae_procedure", Kind.GAUGE, "as the procedure documents", "The procedure's own numbers", "name"),
    IMPLIED_BETA(
            "vae_implied_beta",
            Kind.GAUGE,
            "reconstruction per nat",
            "The beta for which the encoder is nearest to the best one for its decoder; absent unless the plan reads it"),
    ENCODER_STATIONARITY(
            "vae_encoder_stationarity",
            Kind.GAUGE,
            "1",
            "1 plus the cosine between the encoder's gradients of reconstruction and divergence: 0 for the best encoder; absent"
                    + " unless the plan reads it"),
    FRONTIER_GAP(
            "vae_frontier_gap",
            Kind.GAUGE,
            "1",
            "Squared error over the least of a linear model at the same KL, minus 1; absent unless the plan reads it"),
    GPU_MEMORY_USED(
            Source.GPU,
            "vae_gpu_memory_used_bytes",
            Kind.GAUGE,
            "bytes",
            "Memory in use on the GPU, by all processes",
            "gpu"),
    GPU_MEMORY_TOTAL(Source.GPU, "vae_gpu_memory_total_bytes", Kind.GAUGE, "bytes", "Memory of the GPU", "gpu"),
    GPU_UTILIZATION(
            Source.GPU,
            "vae_gpu_utilization_ratio",
            Kind.GAUGE,
            "1",
            "Share of time in which the GPU was busy, for all processes",
            "gpu"),
    RESIDENT_MEMORY(
            Source.PROCESS, "process_resident_memory_bytes", Kind.GAUGE, "bytes", "Memory of the process in RAM"),
    NATIVE_MEMORY(
            Source.PROCESS,
            "process_native_memory_bytes",
            Kind.GAUGE,
            "bytes",
            "Memory of the process in RAM minus the committed Java heap: mostly the engine's arrays and libraries"),
    CPU_SECONDS(Source.PROCESS, "process_cpu_seconds_total", Kind.COUNTER, "seconds", "CPU time of the process"),
    OPEN_FILES(Source.PROCESS, "process_open_fds", Kind.GAUGE, "files", "Open file descriptors"),
    MAX_FILES(Source.PROCESS, "process_max_fds", Kind.GAUGE, "files", "File descriptors that may be open"),
    PROCESS_START(
            Source.PROCESS,
            "process_start_time_seconds",
            Kind.GAUGE,
            "seconds since 1970",
            "Start time of the process since unix epoch."),
    JVM_MEMORY_USED(
            Source.PROCESS, "jvm_memory_used_bytes", Kind.GAUGE, "bytes", "The amount of used memory", "area", "id"),
    JVM_MEMORY_COMMITTED(
            Source.PROCESS,
            "jvm_memory_committed_bytes",
            Kind.GAUGE,
            "bytes",
            "The amount of memory in bytes that is committed for the Java virtual machine to use",
            "area",
            "id"),
    JVM_MEMORY_MAX(
            Source.PROCESS,
            "jvm_memory_max_bytes",
            Kind.GAUGE,
            "bytes",
            "The maximum amount of memory in bytes that can be used for memory management",
            "area",
            "id");

    /** The source of its values. */
    public enum Source {
        /** The events of the run. */
        RUN,
        /** This process, whatever it runs. */
        PROCESS,
        /** The driver of the GPUs; absent without one. */
        GPU
    }

    /** How a meter behaves in time. */
    public enum Kind {
        /** Goes up and down. */
        GAUGE,
        /** Only grows. */
        COUNTER,
        /** Counts values by size. */
        HISTOGRAM
    }

    private final Source source;
    private final String prometheusName;
    private final Kind kind;
    private final String unit;
    private final String help;
    private final ImmutableList<String> ownLabels;

    Meter(String prometheusName, Kind kind, String unit, String help, String... ownLabels) {
        this(Source.RUN, prometheusName, kind, unit, help, ownLabels);
    }

    Meter(Source source, String prometheusName, Kind kind, String unit, String help, String... ownLabels) {
        this.source = source;
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

    public Source source() {
        return source;
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

    /** The labels other than experiment and run. */
    List<String> ownLabels() {
        return ownLabels;
    }

    /** The name from which Micrometer makes the Prometheus name: dots, and no suffix of a counter. */
    String micrometerName() {
        String base = kind == Kind.COUNTER ? prometheusName.replaceFirst("_total$", "") : prometheusName;
        return base.replace('_', '.');
    }
}
