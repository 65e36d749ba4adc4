package dev.equipoise.local.internal.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.equipoise.run.RunFinished;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunWarned;
import dev.equipoise.testing.Events;
import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class SummaryJsonTest extends FilesOfRun {

    @Test
    void theSummaryHasTheFieldsOfTheContractInTheirOrder() throws IOException {
        run(20);
        assertThat(read("summary.json")).isEqualTo("""
                        {
                          "experiment" : "digits-fixed",
                          "status" : "stopped",
                          "reason" : "no progress",
                          "engine" : "MXNet",
                          "device" : "cpu",
                          "deviceReason" : "no GPU found",
                          "seed" : 7,
                          "epochs" : 2,
                          "steps" : 20,
                          "seconds" : 1.5,
                          "examplesPerSecond" : 5000.0,
                          "rollbacks" : 0,
                          "microBatches" : 1,
                          "trainingLoss" : 11.5,
                          "contributions" : {
                            "reconstruction" : 8.0,
                            "divergence" : 3.0,
                            "lateness" : 0.5
                          },
                          "furtherTerms" : {
                            "lateness" : 0.25
                          },
                          "readings" : {
                            "innerSteps" : 30.0
                          },
                          "betaFinal" : 2.0,
                          "betaLastEpochMean" : 2.5,
                          "decoderVariance" : 1.0,
                          "train" : {
                            "squaredError" : 6.0,
                            "mse" : 1.5,
                            "reconstruction" : 6.0,
                            "reconstructionUnit" : "squared error per example",
                            "kl" : 1.25,
                            "divergence" : 1.125,
                            "elbo" : -20.0,
                            "elboOptimalVariance" : -19.0,
                            "logJacobian" : -4.0,
                            "squaredErrorData" : 96.0,
                            "elboOptimalVarianceData" : -23.0,
                            "activeUnits" : 1,
                            "latentsAboveHundredthNat" : 2,
                            "klPerLatent" : [ 1.0, 0.25 ]
                          },
                          "validation" : {
                            "squaredError" : 6.0,
                            "mse" : 1.5,
                            "reconstruction" : 6.0,
                            "reconstructionUnit" : "squared error per example",
                            "kl" : 1.25,
                            "divergence" : 1.125,
                            "elbo" : -21.0,
                            "elboOptimalVariance" : -19.0,
                            "logJacobian" : -4.0,
                            "squaredErrorData" : 96.0,
                            "elboOptimalVarianceData" : -23.0,
                            "activeUnits" : 1,
                            "latentsAboveHundredthNat" : 2,
                            "klPerLatent" : [ 1.0, 0.25 ]
                          },
                          "constantElements" : [ 3 ],
                          "target" : {
                            "of" : "kl",
                            "value" : 2.0,
                            "reached" : 1.25,
                            "deviation" : -0.375,
                            "settled" : false,
                            "atBound" : true
                          },
                          "verdicts" : [ {
                            "id" : "collapsed",
                            "holds" : null,
                            "text" : "too short"
                          }, {
                            "id" : "targetMissed",
                            "holds" : true,
                            "text" : "missed"
                          } ],
                          "warnings" : [ ]
                        }
                        """);
    }

    @Test
    void aWarningOfTheRunIsInTheSummaryAndInTheLog() throws IOException {
        files.started(Events.started(directory));
        files.warned(new RunWarned(3, "other processes took the cores"));
        files.finished(Events.finished(directory));

        assertThat(json("summary.json").get("warnings"))
                .extracting(JsonNode::textValue)
                .containsExactly("other processes took the cores");
        assertThat(read("log.txt")).containsOnlyOnce("warning: other processes took the cores\n");
    }

    @Test
    void whatIsNotFiniteOrMeansNothingIsNullInTheSummary() throws IOException {
        files.started(Events.started(directory));
        files.finished(new RunFinished(Events.diverged(directory)));

        JsonNode summary = json("summary.json");
        assertThat(summary.get("status").textValue()).isEqualTo("diverged");
        for (String field : List.of(
                "reason",
                "seconds",
                "trainingLoss",
                "betaFinal",
                "betaLastEpochMean",
                "decoderVariance",
                "validation")) {
            assertThat(summary.get(field).isNull()).as(field).isTrue();
        }
        assertThat(summary.get("train").get("elbo").isNull()).isTrue();
    }

    @Test
    void aDecoderVarianceOfZeroIsThatOfNoDecoder() throws IOException {
        RunReport report = Events.report(directory);
        files.started(Events.started(directory));
        files.finished(new RunFinished(new RunReport(
                report.experiment(),
                report.status(),
                report.reason(),
                report.environment(),
                report.seed(),
                report.epochs(),
                report.steps(),
                report.seconds(),
                report.examplesPerSecond(),
                report.trainingLoss(),
                report.contributions(),
                report.furtherTerms(),
                report.readings(),
                OptionalDouble.of(0),
                OptionalDouble.of(0),
                OptionalDouble.of(0),
                report.train(),
                report.validation(),
                report.test(),
                report.dataUnitsMissing(),
                report.target(),
                report.verdicts(),
                directory,
                report.rollbacks(),
                report.microBatches(),
                report.exitCode())));

        assertThat(json("summary.json").get("betaFinal").doubleValue()).isZero();
        assertThat(json("summary.json").get("decoderVariance").isNull()).isTrue();
    }
}
