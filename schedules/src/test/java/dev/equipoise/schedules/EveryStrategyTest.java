package dev.equipoise.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.experiment.PartType;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of strategies, for every one of this module. */
@ParameterizedClass(name = "{0}")
@MethodSource("strategies")
class EveryStrategyTest implements StrategyContract {

    private final PartType part;

    EveryStrategyTest(PartType part) {
        this.part = part;
    }

    static Stream<Named<PartType>> strategies() {
        return ModuleParts.inRole(BalancingStrategy.class).stream().map(part -> Named.of(part.key(), part));
    }

    @Override
    public BalancingStrategy<?> strategy() {
        return ModuleParts.make(part, TrialValues.base(part), BalancingStrategy.class);
    }

    @Test
    void everyBetaIsInSquaredErrorPerNat() {
        assertThat(part.attributes())
                .filteredOn(attribute -> attribute.name().matches("beta|betas|gamma|initial|(min|max|initial)Beta"))
                .filteredOn(attribute -> !part.key().equals("normalizedBeta"))
                .allSatisfy(attribute -> assertThat(attribute.unit()).isEqualTo("squared error per nat"));
    }
}
