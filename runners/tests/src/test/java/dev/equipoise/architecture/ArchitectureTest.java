package dev.equipoise.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.equipoise.architecture.offences.anywhere.DoublesByNumber;
import dev.equipoise.architecture.offences.anywhere.InjectsAField;
import dev.equipoise.architecture.offences.anywhere.LooksUpAnInjector;
import dev.equipoise.architecture.offences.app.ReachesInside;
import dev.equipoise.architecture.offences.data.ReadsByReflection;
import dev.equipoise.architecture.offences.first.Chicken;
import dev.equipoise.architecture.offences.local.SetsEnvironmentByJna;
import dev.equipoise.architecture.offences.local.StartsMxNet;
import dev.equipoise.architecture.offences.losses.ClipsByNumbers;
import dev.equipoise.architecture.offences.losses.FollowsASchedule;
import dev.equipoise.architecture.offences.losses.MakesItsOwnConstant;
import dev.equipoise.architecture.offences.metrics.CountsForEverybody;
import dev.equipoise.architecture.offences.metrics.KeepsATable;
import dev.equipoise.architecture.offences.model.StartsItsRunner;
import dev.equipoise.architecture.offences.plan.TrainsAtOnce;
import dev.equipoise.architecture.offences.schedules.ReadsAnArray;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {

    private static final String ROOT = "dev.equipoise";
    private static final String OFFENCES = ROOT + ".architecture.offences";

    private static final JavaClasses HOUSE =
            new ClassFileImporter().withImportOption(new MainCode()).importPackages(ROOT);
    private static final JavaClasses WRONG_HOUSE = new ClassFileImporter().importPackages(OFFENCES);

    static Stream<Rule> rules() {
        return Stream.of(
                Rule.of(
                        "recorded code takes no Java number",
                        House::recordedCodeTakesNoJavaNumber,
                        DoublesByNumber.class,
                        ClipsByNumbers.class),
                Rule.of("constants come from one class", House::constantsComeFromOneClass, MakesItsOwnConstant.class),
                Rule.of(
                        "siblings are independent",
                        House::siblingsAreIndependent,
                        FollowsASchedule.class,
                        TrainsAtOnce.class),
                Rule.of("internals stay in their module", House::internalsStayInTheirModule, ReachesInside.class),
                Rule.of("core knows nobody", House::coreKnowsNobody, StartsItsRunner.class),
                Rule.of("the balance is plain numbers", House::theBalanceIsPlainNumbers, ReadsAnArray.class),
                Rule.of(
                        "engines are known in one package",
                        House::enginesAreKnownInOnePackage,
                        StartsMxNet.class,
                        SetsEnvironmentByJna.class),
                Rule.of("reflection has one place", House::reflectionHasOnePlace, ReadsByReflection.class),
                Rule.of(
                        "Guice stays in modules",
                        House::guiceStaysInModules,
                        LooksUpAnInjector.class,
                        InjectsAField.class),
                Rule.of("packages have no cycles", House::packagesHaveNoCycles, Chicken.class),
                Rule.of(
                        "statics do not change",
                        House::staticsDoNotChange,
                        CountsForEverybody.class,
                        KeepsATable.class));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theHouseKeeps(Rule rule) {
        rule.law().apply(new House(ROOT)).check(HOUSE);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void itsOffendersAloneBreak(Rule rule) {
        List<String> offenders =
                rule.offenders().stream().map(Class::getSimpleName).toList();

        List<String> violations = rule.law()
                .apply(new House(OFFENCES))
                .allowEmptyShould(true)
                .evaluate(WRONG_HOUSE)
                .getFailureReport()
                .getDetails();

        assertThat(offenders).allSatisfy(offender -> assertThat(violations).anyMatch(line -> line.contains(offender)));
        assertThat(violations).allMatch(line -> offenders.stream().anyMatch(line::contains));
    }
}
