package dev.equipoise.part;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Makes an annotation a part of experiments: names the factory that turns it into the part. */
@Target(ElementType.ANNOTATION_TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Part {

    /** The factory; its second type argument (or a supertype of it) is the part's role. */
    Class<? extends PartFactory<?, ?>> value();
}
