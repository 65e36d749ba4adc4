package dev.equipoise.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {

    @ParameterizedTest
    @CsvSource({"beta,beta,0", "beta,BETA,0", "beta,bta,1", "beta,baet,2", "beta,btea,1", "kl,klTarget,6", "ca,abc,3"})
    void oneSwapInsertionDeletionOrReplacementCountsOne(String one, String other, int distance) {
        assertThat(NearestName.distance(one, other)).isEqualTo(distance);
        assertThat(NearestName.distance(other, one)).isEqualTo(distance);
    }

    @Test
    void whatResemblesNothingHasNoNearestName() {
        assertThat(NearestName.to("qqqq", List.of("beta", "kl"))).isEmpty();
        assertThat(NearestName.to("bata", List.of("kl", "beta"))).contains("beta");
    }
}
