package dev.equipoise.metrics;

import dev.equipoise.balance.Readings;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.objective.Measure;
import java.util.List;

/** What the further terms of a plan measure, and how their critics learn. */
final class TermGauges {
    private final List<String> measures;
    private final NamedGauges values;
    private final NamedGauges criticLoss;
    private final NamedGauges criticGradientNorm;

    TermGauges(RunMeters meters, ExperimentPlan plan) {
        measures = plan.furtherMeasures().stream().map(Measure::name).toList();
        values = new NamedGauges(meters, Meter.TERM);
        criticLoss = new NamedGauges(meters, Meter.CRITIC_LOSS);
        criticGradientNorm = new NamedGauges(meters, Meter.CRITIC_GRADIENT_NORM);
    }

    void step(Readings read) {
        if (measures.isEmpty()) {
            return;
        }
        for (String name : measures) {
            Double value = read.measures().get(name);
            if (value != null) {
                values.set(name, value);
            }
        }
        read.critics().forEach((name, critic) -> {
            criticLoss.set(name, critic.loss());
            criticGradientNorm.set(name, critic.gradientNorm());
        });
    }
}
