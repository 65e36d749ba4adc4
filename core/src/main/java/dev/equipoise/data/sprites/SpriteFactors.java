package dev.equipoise.data.sprites;

/**
 * The factors of a sprite, as classes. The index counts them with the last one running fastest, as dSprites does: index
 * = 245,760 shape + 40,960 scale + 1,024 orientation + 32 x + y.
 *
 * @param shape 0 square, 1 ellipse, 2 heart
 * @param scale 0 to 5: half size to full size, in steps of a tenth
 * @param orientation 0 to 39: turned by 2 pi / 39 each, so that 39 is 0 again
 * @param x 0 to 31, from left to right
 * @param y 0 to 31, from top to bottom
 */
record SpriteFactors(int shape, int scale, int orientation, int x, int y) {

    static final int SHAPES = 3;
    static final int SCALES = 6;
    static final int ORIENTATIONS = 40;
    static final int PLACES = 32;

    /** All combinations: 737,280. */
    static final int COMBINATIONS = SHAPES * SCALES * ORIENTATIONS * PLACES * PLACES;

    static SpriteFactors of(int index) {
        return new SpriteFactors(
                index / (SCALES * ORIENTATIONS * PLACES * PLACES),
                index / (ORIENTATIONS * PLACES * PLACES) % SCALES,
                index / (PLACES * PLACES) % ORIENTATIONS,
                index / PLACES % PLACES,
                index % PLACES);
    }

    int index() {
        return (((shape * SCALES + scale) * ORIENTATIONS + orientation) * PLACES + x) * PLACES + y;
    }

    /** The size, relative to the largest. */
    double size() {
        return (5 + scale) / 10.0;
    }

    /** The angle in radians, counter-clockwise. */
    double angle() {
        return 2 * Math.PI * (orientation % (ORIENTATIONS - 1)) / (ORIENTATIONS - 1);
    }

    /** The centre's distance from the left edge, in pixels. */
    double centreX() {
        return centre(x);
    }

    /** The centre's distance from the upper edge, in pixels. */
    double centreY() {
        return centre(y);
    }

    private static double centre(int place) {
        return 16 + 32.0 * place / (PLACES - 1);
    }
}
