package dev.equipoise.objective;

/**
 * A measure with its price.
 *
 * @param term the term that measured it
 * @param measured its values
 * @param penalty the shape of the price
 * @param price the numbers of this step, relative weights multiplied in
 */
public record Priced(LossTerm term, Measured measured, Penalty penalty, Price price) {}
