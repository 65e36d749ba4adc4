package dev.equipoise.part;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a type as a role that parts can take in an experiment. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Role {

    /** What the role is called in messages. */
    String value();

    /** Whether an experiment can have many parts in this role. */
    boolean many() default false;

    /** Whether an experiment can leave the role empty. */
    boolean optional() default false;
}
