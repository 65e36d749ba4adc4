package dev.equipoise.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CoresTest {

    @Test
    void threadsOfOneCoreCountOnceAndCoresOfTwoSocketsTwice() {
        List<String> cpuinfo = List.of(
                "processor\t: 0",
                "physical id\t: 0",
                "core id\t\t: 0",
                "",
                "processor\t: 1",
                "physical id\t: 0",
                "core id\t\t: 1",
                "",
                "processor\t: 2",
                "physical id\t: 0",
                "core id\t\t: 0",
                "",
                "processor\t: 3",
                "physical id\t: 1",
                "core id\t\t: 0");

        assertThat(Cores.physical(cpuinfo)).isEqualTo(3);
    }

    @Test
    void whereNothingIsToldTheProcessorsCount() {
        assertThat(Cores.physical(List.of("processor\t: 0", "BogoMIPS\t: 50.00")))
                .isZero();
        assertThat(Cores.usable()).isBetween(1, Runtime.getRuntime().availableProcessors());
    }
}
