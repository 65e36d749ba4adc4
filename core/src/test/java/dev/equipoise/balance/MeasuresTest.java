package dev.equipoise.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MeasuresTest {

    private static final Measures THREE = of(1, Optional.of(new Contributions(4, 8, Map.of("size", 1.0))));
    private static final Measures ONE = of(5, Optional.of(new Contributions(0, 4, Map.of("size", 5.0))));

    private static Measures of(double value, Optional<Contributions> contributions) {
        return new Measures(
                value,
                2 * value,
                3 * value,
                4 * value,
                5 * value,
                List.of(6 * value, 7 * value),
                Map.of("size", 8 * value),
                contributions);
    }

    @Test
    void meansCountByTheirExamples() {
        Measures mean = Measures.NONE.plus(3, THREE).plus(1, ONE).over(4);

        assertThat(mean).isEqualTo(of(2, Optional.of(new Contributions(3, 7, Map.of("size", 2.0)))));
    }

    @Test
    void whereOneHasNoContributionsTheSumHasNone() {
        assertThat(Measures.NONE.plus(3, THREE).plus(1, of(5, Optional.empty())).contributions())
                .isEmpty();
    }

    @Test
    void whatIsAddedUpChangesNothingThatWasThereBefore() {
        Measures sums = Measures.NONE.plus(3, THREE);
        sums.plus(1, ONE);

        assertThat(sums.named()).containsExactly(entry("size", 24.0));
        assertThat(sums.klPerLatent()).containsExactly(18.0, 21.0);
    }

    @Test
    void theKlOfASplitIsTheSumOverLatents() {
        Measures split = Measures.ofSplit(1, 2, 3, List.of(0.5, 0.25));

        assertThat(split.kl()).isEqualTo(0.75);
        assertThat(split.loss()).isNaN();
    }
}
