package dev.equipoise.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Provides;
import dev.equipoise.balance.ScheduledRate;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.plan.ProvidedParts.Provided;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@SuppressWarnings({"ProvidesMethodOutsideOfModule", "DoNotCallSuggester"}) // the point of what is tested
class GuiceProvidedPartsTest {

    private static final Injector APPLICATION = Guice.createInjector(binder -> {
        binder.requireExplicitBindings();
        binder.bind(String.class).toInstance("of the application");
    });

    private static final Facts FACTS =
            new Facts(Optional.of(new DataFacts(100, 10, List.of(4), Optional.empty())), 10, 3, 0);

    private static List<Provided> of(Class<?> experiment) {
        return new GuiceProvidedParts(APPLICATION).of(experiment);
    }

    private static Object made(Class<?> experiment) {
        return of(experiment).get(0).maker().apply(FACTS);
    }

    static final class Mine {
        private final double rate = 0.5;

        @Provides
        private ScheduledRate falling(Facts facts, double[] table) {
            return step -> rate * table[0] * (facts.totalSteps() - step);
        }

        @Provides
        static double[] table(String text) {
            return new double[] {text.length()};
        }

        ScheduledRate unmarked() {
            return step -> 1;
        }
    }

    static final class NoMethods {}

    abstract static class Abstract {
        @Provides
        ScheduledRate rate() {
            return step -> 1;
        }
    }

    abstract static class AbstractWithStatics {
        @Provides
        static ScheduledRate rate() {
            return step -> 2;
        }
    }

    static final class FailsToConstruct {
        FailsToConstruct() {
            throw new IllegalStateException("no luck");
        }

        @Provides
        ScheduledRate rate() {
            return step -> 1;
        }
    }

    static final class NeedsAnArgument {
        NeedsAnArgument(int argument) {
            assertThat(argument).isZero();
        }

        @Provides
        ScheduledRate rate() {
            return step -> 1;
        }
    }

    static final class Unbound {
        @Provides
        static ScheduledRate rate(Thread thread) {
            return step -> thread.getPriority();
        }
    }

    static final class Empty {
        @Provides
        static void nothing() {}
    }

    static final class Refuses {
        @Provides
        static ScheduledRate rate(double[] table) {
            return step -> table[0];
        }

        @Provides
        static double[] table() {
            throw new InvalidPartException("the table must be full, got none");
        }
    }

    static final class Throws {
        @Provides
        static ScheduledRate rate() throws IOException {
            throw new IOException("no file");
        }
    }

    static final class Useless {
        @Provides
        static Thread thread() {
            return new Thread();
        }
    }

    @Test
    void aMethodOfAnyVisibilityMakesAPartFromInjectedArguments() {
        assertThat(of(Mine.class)).singleElement().satisfies(provided -> {
            assertThat(provided.method()).isEqualTo("falling");
            assertThat(provided.type()).isEqualTo(ScheduledRate.class);
        });
        assertThat(((ScheduledRate) made(Mine.class)).at(10)).isEqualTo(0.5 * "of the application".length() * 20);
    }

    @Test
    void anExperimentWithoutMethodsIsNotConstructed() {
        assertThat(of(NoMethods.class)).isEmpty();
    }

    @Test
    void anAbstractClassCanHaveStaticMethodsOnly() {
        assertThat(((ScheduledRate) made(AbstractWithStatics.class)).at(0)).isEqualTo(2);
        assertThatThrownBy(() -> of(Abstract.class))
                .isInstanceOf(InvalidPartException.class)
                .hasMessageContaining("Abstract must be a class that can be constructed")
                .hasMessageContaining("got an abstract one");
    }

    @Test
    void aConstructorThatFailsOrCannotBeInjectedIsAProblem() {
        assertThatThrownBy(() -> of(FailsToConstruct.class))
                .isInstanceOf(InvalidPartException.class)
                .hasMessageContaining("its constructor failed: java.lang.IllegalStateException: no luck");
        assertThatThrownBy(() -> of(NeedsAnArgument.class))
                .isInstanceOf(InvalidPartException.class)
                .hasMessageContaining("NeedsAnArgument must be a class that can be constructed");
    }

    @Test
    void aParameterThatNothingBindsIsAProblem() {
        assertThatThrownBy(() -> made(Unbound.class))
                .isInstanceOf(InvalidPartException.class)
                .hasMessageContaining("its parameters must be bound")
                .hasMessageContaining("Thread");
    }

    @Test
    void aMethodThatReturnsNothingIsAProblem() {
        assertThatThrownBy(() -> of(Empty.class))
                .isInstanceOf(InvalidPartException.class)
                .hasMessage("method nothing of Empty must return a part, got void");
    }

    @Test
    void whatAMethodRefusesReachesTheReaderAsItIs() {
        assertThatThrownBy(() -> made(Refuses.class))
                .isInstanceOf(InvalidPartException.class)
                .hasMessage("the table must be full, got none");
    }

    @Test
    void aCheckedExceptionIsAProblem() {
        assertThatThrownBy(() -> made(Throws.class))
                .isInstanceOf(InvalidPartException.class)
                .hasMessage("the method must not fail, but threw java.io.IOException: no file");
    }

    @Test
    void aResultThatIsNeitherAPartNorUsedIsLeftForTheReaderToRefuse() {
        assertThat(of(Useless.class)).singleElement().matches(provided -> !provided.isPart());
    }
}
