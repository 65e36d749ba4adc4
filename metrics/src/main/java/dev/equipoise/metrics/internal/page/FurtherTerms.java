package dev.equipoise.metrics.internal.page;

import dev.equipoise.balance.Readings;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.objective.LossTerm;
import dev.equipoise.objective.Measure;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Follows what the terms beyond reconstruction and divergence measure, the losses of their critics, and the bound by several
 * samples: the first {@value #LIMIT} numbers, for a page can hold no more.
 */
final class FurtherTerms {
    static final int LIMIT = 64;

    private final List<Followed> all;

    FurtherTerms(ExperimentPlan plan) {
        all = Stream.concat(
                        plan.furtherTerms().stream().flatMap(FurtherTerms::numbers),
                        plan.furtherMeasures().stream()
                                .filter(measure -> measure.name().equals(Measure.BOUND))
                                .map(FurtherTerms::value))
                .limit(LIMIT)
                .toList();
    }

    void add(Readings read) {
        all.forEach(followed -> followed.add(read));
    }

    /** As they were in the step that was added last. */
    List<FurtherTerm> shown() {
        return all.stream().map(Followed::shown).toList();
    }

    private static Stream<Followed> numbers(LossTerm term) {
        List<Measure> measures = term.measures();
        return Stream.concat(
                measures.stream().map(FurtherTerms::value),
                term.critic().stream()
                        .map(critic -> lossOfCritic(measures.get(0).name())));
    }

    private static Followed value(Measure measure) {
        return new Followed(
                measure.name(),
                measure.unit(),
                read -> Optional.ofNullable(read.measures().get(measure.name())));
    }

    private static Followed lossOfCritic(String name) {
        return new Followed(
                "critic of " + name,
                "its loss",
                read -> Optional.ofNullable(read.critics().get(name)).map(Readings.OfCritic::loss));
    }

    private static final class Followed {
        private final String name;
        private final String unit;
        private final Function<Readings, Optional<Double>> of;
        private final Curve course = new Curve();
        private Optional<Double> last = Optional.empty();

        Followed(String name, String unit, Function<Readings, Optional<Double>> of) {
            this.name = name;
            this.unit = unit;
            this.of = of;
        }

        void add(Readings read) {
            last = of.apply(read);
            last.ifPresent(course::add);
        }

        FurtherTerm shown() {
            return new FurtherTerm(name, unit, last, course.points());
        }
    }
}
