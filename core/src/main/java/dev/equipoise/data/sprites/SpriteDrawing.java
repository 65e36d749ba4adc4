package dev.equipoise.data.sprites;

import java.util.Arrays;

/** Draws sprites: a pixel is on if its centre lies inside the outline. There is no noise and no smoothing. */
final class SpriteDrawing {

    /** Width and height of an image, in pixels. */
    static final int SIDE = 64;

    static final int PIXELS = SIDE * SIDE;

    private SpriteDrawing() {}

    /** Writes {@link #PIXELS} values, 0 or 1, row by row from the upper left. */
    static void draw(SpriteFactors factors, float[] into, int at) {
        Arrays.fill(into, at, at + PIXELS, 0);
        SpriteShape shape = SpriteShape.of(factors.shape());
        double size = factors.size();
        double cos = StrictMath.cos(factors.angle()) / size;
        double sin = StrictMath.sin(factors.angle()) / size;
        double reach = SpriteShape.REACH * size;
        for (int row = first(factors.centreY() - reach); row < end(factors.centreY() + reach); row++) {
            double dy = row + 0.5 - factors.centreY();
            for (int column = first(factors.centreX() - reach); column < end(factors.centreX() + reach); column++) {
                double dx = column + 0.5 - factors.centreX();
                if (shape.contains(dx * cos - dy * sin, dx * sin + dy * cos)) {
                    into[at + row * SIDE + column] = 1;
                }
            }
        }
    }

    private static int first(double edge) {
        return Math.max(0, (int) Math.floor(edge));
    }

    private static int end(double edge) {
        return Math.min(SIDE, (int) Math.ceil(edge));
    }
}
