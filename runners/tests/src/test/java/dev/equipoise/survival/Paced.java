package dev.equipoise.survival;

import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.StepFinished;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.locks.LockSupport;

/** Holds each step up by two milliseconds, so that the fastest machine does not end a run before a test disturbs it. */
@Part(Paced.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface Paced {

    final class Factory implements PartFactory<Paced, RunListener> {
        @Override
        public RunListener create(Paced annotation, Facts facts) {
            return new RunListener() {
                @Override
                public void stepFinished(StepFinished event) {
                    LockSupport.parkNanos(2_000_000);
                }
            };
        }
    }
}
