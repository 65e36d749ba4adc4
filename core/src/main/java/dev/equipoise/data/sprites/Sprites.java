package dev.equipoise.data.sprites;

import dev.equipoise.data.DataSource;
import dev.equipoise.data.Dataset;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.Range;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Drawn squares, ellipses and hearts of every size, orientation and place, by the rule of dSprites (Matthey, Higgins,
 * Hassabis and Lerchner 2017, "dSprites: Disentanglement testing Sprites dataset"): 64 x 64 pixels, 0 or 1, without noise.
 * The five factors are independent and uniform over 3, 6, 40, 32 and 32 classes, which make 737,280 images. The label is
 * the shape: 0 square, 1 ellipse, 2 heart. Nothing is read from a file. Their outlines are measured from published
 * images; up to half a percent of the pixels of a shape may differ.
 */
@Documented
@Part(Sprites.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Sprites {

    /** Examples of both splits together, drawn without replacement; 737280 are all. */
    @Range(min = 2, max = 737_280, unit = "examples")
    int examples() default 20_000;

    /** Share of the examples that validate. */
    @Range(min = 0, max = 1, minExcluded = true, unit = "of the examples")
    double validation() default 0.1;

    /** Decides which images are drawn, and which of them validate. The experiment's seed does not change them. */
    long seed() default 0;

    /** Draws them when they are read. */
    final class Factory implements PartFactory<Sprites, DataSource> {

        public Factory() {}

        @Override
        public DataSource create(Sprites annotation, Facts facts) {
            return new SpriteSource(
                    annotation.examples(),
                    annotation.seed(),
                    new Dataset.Holdout(annotation.validation(), false, annotation.seed()));
        }
    }
}
