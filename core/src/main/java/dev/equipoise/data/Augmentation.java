package dev.equipoise.data;

import dev.equipoise.part.Role;

/**
 * Changes the training examples at random, in each epoch anew, after all preprocessing. The validation split, evaluations
 * and pictures have the examples as they are.
 */
@Role(value = "augmentation", many = true)
public interface Augmentation {

    /** Position among the augmentations, smallest first; two equal ones are an error. */
    int order();

    /**
     * The example that training gets.
     *
     * @param row a preprocessed example of N elements, which the augmentation may overwrite
     * @return as many elements, in this array or in another
     */
    float[] apply(float[] row, Draw draw);
}
