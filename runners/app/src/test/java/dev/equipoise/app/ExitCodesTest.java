package dev.equipoise.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.data.DataFormatException;
import dev.equipoise.disk.DirectoryInUseException;
import dev.equipoise.engine.DeviceUnavailableException;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.plan.InvalidExperimentException;
import dev.equipoise.run.IncompatibleResumeException;
import dev.equipoise.run.RunStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExitCodesTest {

    private final FakeApplication application = new FakeApplication();

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new InvalidExperimentException("Digits", List.of("one", "two")), 64),
                Arguments.of(new DataFormatException(Path.of("x.gz"), 3, "a", "b"), 65),
                Arguments.of(new IllegalStateException("no data", new DataFormatException("the file ends")), 65),
                Arguments.of(new IncompatibleResumeException(List.of("engine was MXNet, is PyTorch")), 65),
                Arguments.of(new DirectoryInUseException("in use by process 1"), 73),
                Arguments.of(new UncheckedIOException("the disk is full", new IOException("ENOSPC")), 74),
                Arguments.of(new IllegalStateException("cudaMalloc retry failed: out of memory"), 71),
                Arguments.of(new IllegalStateException("wrapped", new IllegalStateException("std::bad_alloc")), 71),
                Arguments.of(new DeviceUnavailableException("no GPU"), 1),
                Arguments.of(new IllegalStateException("a fault"), 1));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void everyKindOfFailureHasItsCodeAndNoStackTrace(RuntimeException failure, int code) {
        application.runner = (plan, options) -> {
            throw failure;
        };

        assertThat(application.execute("run", "digits")).isEqualTo(code);
        assertThat(application.terminal.err())
                .contains(String.valueOf(failure.getMessage()))
                .doesNotContain("\tat ");
        assertThat(application.terminal.out()).isEmpty();
    }

    @Test
    void everyProblemOfAnExperimentIsTold() {
        application.planner = (type, overrides, begun) -> {
            throw new InvalidExperimentException("Digits", List.of("one thing", "another"));
        };

        assertThat(application.execute("describe", "digits")).isEqualTo(64);
        assertThat(application.terminal.err())
                .contains("- one thing")
                .contains("- another")
                .doesNotContain("--stacktrace");
    }

    @Test
    void theStackTraceOfAnUnexpectedFailureIsOffered() {
        application.runner = (plan, options) -> {
            throw new IllegalStateException("a fault");
        };

        application.execute("run", "digits");
        assertThat(application.terminal.err()).contains("--stacktrace");

        application.execute("run", "digits", "--stacktrace");
        assertThat(application.terminal.err()).contains("\tat ");
    }

    @ParameterizedTest
    @CsvSource({"COMPLETED,0", "STOPPED,0", "TERMINATED,143", "DIVERGED,70", "FAILED,1"})
    void theEndOfARunIsItsCode(RunStatus status, int code) {
        application.runner = (plan, options) -> Reports.ended(status, Optional.of("why"), Path.of("runs"));

        assertThat(application.execute("run", "digits")).isEqualTo(code);
    }

    @Test
    void anUnknownExperimentIsAnErrorOfUsageThatNamesTheNearest() {
        assertThat(application.execute("run", "digit")).isEqualTo(2);
        assertThat(application.terminal.err()).contains("got 'digit'").contains("did you mean 'digits'?");
    }

    @Test
    void aNameOfTwoExperimentsNamesBothClasses() {
        application.experiments = List.of(TestPlans.Digits.class, Twin.class);

        assertThat(application.execute("run", "digits")).isEqualTo(2);
        assertThat(application.terminal.err()).contains(Twin.class.getName(), TestPlans.Digits.class.getName());
    }

    /** Of a name that is taken. */
    @Experiment(name = "digits")
    static final class Twin {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run digits --engine TensorFlow|MXNet or PyTorch",
                "run digits --device gpu:x|gpu:N",
                "run digits --device GPU|auto, cpu, gpu",
                "run digits --metrics-port 65536|65535",
                "run digits --linger -1|seconds",
                "run digits --seed x|--seed",
                "run digits --set beta|KEY=VALUE",
                "run digits --what|--what",
                "run|NAME",
                "train|train",
                "|a command is missing"
            })
    void wrongUsageIsToldInWords(String line) {
        String[] parts = line.split("\\|", 2);
        String[] arguments = parts[0].isEmpty() ? new String[0] : parts[0].split(" ", -1);

        assertThat(application.execute(arguments)).isEqualTo(2);
        assertThat(application.terminal.err()).contains(parts[1]).contains("--help");
    }
}
