package dev.equipoise.local.stopping;

import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.Range;
import dev.equipoise.run.StoppingRule;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Ends the run where the posterior has collapsed: {@link CollapseWatch}, which warns of it without this rule too. */
@Documented
@Part(StopOnCollapse.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface StopOnCollapse {

    /** Collapsed epochs in a row after which the run ends. */
    @Range(min = 1, unit = "epochs")
    int epochs() default CollapseWatch.DEFAULT_EPOCHS;

    /** Makes the rule. */
    final class Factory implements PartFactory<StopOnCollapse, StoppingRule<?>> {

        @Override
        public StoppingRule<?> create(StopOnCollapse annotation, Facts facts) {
            return new CollapseWatch(annotation.epochs(), facts.data().validationExamples());
        }
    }
}
