package dev.equipoise.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Injector;
import dev.equipoise.balance.LearningRate;
import dev.equipoise.experiment.Overrides;
import dev.equipoise.experiment.Overrides.Setting;
import dev.equipoise.plan.Catalogue;
import dev.equipoise.plan.Discovery;
import dev.equipoise.plan.PartType;
import dev.equipoise.plan.Planner;
import dev.equipoise.run.Invocation;
import dev.equipoise.testing.LearningRateContract;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every learning rate keeps: those that are discovered, with their defaults, and some further values of theirs. */
class LearningRateContractTest {

    private static final Injector APPLICATION = Application.injector(
            LearningRateContractTest.class.getClassLoader(), new FakeTerminal().plain(), Invocation.PLAIN);

    private static final Map<String, List<String>> FURTHER = Map.of(
            "triangularLearningRate",
            List.of("decay=HALVING", "decay=EXPONENTIAL,gamma=0.9", "inPhase=true", "cycleSteps=3,min=0"),
            "cosineWarmRestarts",
            List.of("growth=2,cycleSteps=2", "growth=100,cycleSteps=7", "inPhase=true", "cycleSteps=2"),
            "cosineLearningRate",
            List.of("warmUp=1", "warmUp=3", "warmUp=2147483647"),
            "warmUpLearningRate",
            List.of("steps=1", "initial=9e-4"),
            "oneCycle",
            List.of("rise=1e-9", "rise=0.999"),
            "plateauLearningRate",
            List.of("patience=4,threshold=0,factor=0.1,min=0"));

    static Stream<String> rates() {
        return discovered()
                .flatMap(key -> Stream.concat(
                        Stream.of(key),
                        FURTHER.getOrDefault(key, List.of()).stream().map(values -> key + ":" + values)));
    }

    private static Stream<String> discovered() {
        return Catalogue.of(APPLICATION.getInstance(Discovery.class).parts()).parts(LearningRate.class).stream()
                .filter(part -> part.annotation().getPackageName().startsWith("dev.equipoise.schedules"))
                .map(PartType::key);
    }

    @Test
    void everyRateIsFoundAndFurtherValuesBelongToOnes() {
        assertThat(discovered()).hasSizeGreaterThanOrEqualTo(7).containsAll(FURTHER.keySet());
    }

    @ParameterizedTest
    @MethodSource("rates")
    void itIsFiniteAndNotNegativeAtEveryStepAndEqualIfItIsMadeAgain(String rate) {
        contract(rate).itIsFiniteAndNotNegativeAtEveryStepAndEqualIfItIsMadeAgain();
    }

    @ParameterizedTest
    @MethodSource("rates")
    void itsStateSurvivesJsonAndEqualReadingsGiveEqualSuccessors(String rate) {
        contract(rate).itsStateSurvivesJsonAndEqualReadingsGiveEqualSuccessors();
    }

    private static LearningRateContract contract(String rate) {
        return () -> made(rate);
    }

    /** On 64 examples in batches of 8, eight steps an epoch, under beta's cycles of 20 steps. */
    private static LearningRate<?> made(String rate) {
        String[] keyAndValues = rate.split(":", 2);
        Stream<String> values = keyAndValues.length == 1 ? Stream.empty() : Stream.of(keyAndValues[1].split(","));
        List<Setting> settings = Stream.concat(
                        Stream.of("experiment.epochs=10", "experiment.batchSize=8"),
                        values.map(value -> keyAndValues[0] + "." + value))
                .map(setting -> setting.split("="))
                .map(pair -> new Setting(pair[0], pair[1], "test"))
                .toList();
        Overrides overrides = new Overrides(settings, List.of("cyclicalAnnealing", keyAndValues[0]), Set.of(), false);
        return APPLICATION
                .getInstance(Planner.class)
                .plan(Mistakes.Table.class, overrides)
                .part(LearningRate.class);
    }
}
