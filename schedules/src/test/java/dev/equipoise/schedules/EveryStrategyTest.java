package dev.equipoise.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.plan.PartType;
import dev.equipoise.testing.StrategyContract;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of strategies, for every one of this module. */
@ParameterizedClass(name = "{0}")
@MethodSource("strategies")
class EveryStrategyTest implements StrategyContract {

    private final Configured configured;

    EveryStrategyTest(Configured configured) {
        this.configured = configured;
    }

    /** A part with the values of its attributes. */
    record Configured(PartType part, Map<String, Object> values) {

        @Override
        public String toString() {
            return part.key() + values.values().stream().map(TrialValues::text).toList();
        }
    }

    /** Each with its defaults, and with every other constant of its enums. */
    static Stream<Configured> strategies() {
        return ModuleParts.inRole(BalancingStrategy.class).stream()
                .flatMap(part -> Stream.concat(Stream.of(TrialValues.base(part)), kinds(part))
                        .map(values -> new Configured(part, values)));
    }

    private static Stream<Map<String, Object>> kinds(PartType part) {
        return part.attributes().stream()
                .filter(attribute -> attribute.type().isEnum())
                .flatMap(attribute -> TrialValues.changed(TrialValues.base(part), attribute));
    }

    @Override
    public BalancingStrategy<?> strategy() {
        return ModuleParts.make(configured.part(), configured.values(), BalancingStrategy.class);
    }

    @Test
    void everyBetaIsInSquaredErrorPerNat() {
        assertThat(configured.part().attributes())
                .filteredOn(attribute -> attribute.name().matches("beta|betas|gamma|initial|(min|max|initial)Beta"))
                .filteredOn(attribute -> !configured.part().key().equals("fixedBeta"))
                .allSatisfy(attribute -> assertThat(attribute.unit()).isEqualTo("reconstruction per nat"));
    }
}
