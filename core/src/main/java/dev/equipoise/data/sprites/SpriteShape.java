package dev.equipoise.data.sprites;

import java.util.List;

/** The outlines of sprites at full size, around the origin; u to the right and v down, in pixels. */
enum SpriteShape {
    SQUARE {
        @Override
        boolean contains(double u, double v) {
            return Math.abs(u) <= HALF_SIDE && Math.abs(v) <= HALF_SIDE;
        }
    },
    ELLIPSE {
        @Override
        boolean contains(double u, double v) {
            return u * u / (HALF_WIDTH * HALF_WIDTH) + v * v / (HALF_HEIGHT * HALF_HEIGHT) <= 1;
        }
    },
    HEART {
        @Override
        boolean contains(double u, double v) {
            return inHeart(Math.abs(u), v);
        }
    };

    /** No pixel farther than this from the centre is on. */
    static final double REACH = 14;

    private static final double HALF_SIDE = 9.6;
    private static final double HALF_WIDTH = 12.77;
    private static final double HALF_HEIGHT = 7.21;

    /** The right half of the heart, from its notch to its tip. */
    private static final List<Corner> HEART_OUTLINE = List.of(
            new Corner(0, -5.35),
            new Corner(0.86, -7.24),
            new Corner(1.06, -7.43),
            new Corner(2.01, -8.42),
            new Corner(3.21, -9.12),
            new Corner(4.03, -9.34),
            new Corner(5.11, -9.30),
            new Corner(6.41, -9.03),
            new Corner(7.77, -8.18),
            new Corner(8.35, -7.48),
            new Corner(9.19, -6.56),
            new Corner(9.56, -4.67),
            new Corner(9.54, -3.09),
            new Corner(8.92, -1.28),
            new Corner(8.07, 0.15),
            new Corner(6.54, 1.91),
            new Corner(4.26, 4.11),
            new Corner(2.03, 6.31),
            new Corner(0.83, 7.80),
            new Corner(0, 9.53));

    private record Corner(double u, double v) {}

    static SpriteShape of(int kind) {
        return switch (kind) {
            case 0 -> SQUARE;
            case 1 -> ELLIPSE;
            default -> HEART;
        };
    }

    /** Whether a point is inside. */
    abstract boolean contains(double u, double v);

    /** Whether a ray to the right crosses the right half an odd number of times. */
    private static boolean inHeart(double u, double v) {
        boolean inside = false;
        for (int i = 1; i < HEART_OUTLINE.size(); i++) {
            Corner from = HEART_OUTLINE.get(i - 1);
            Corner to = HEART_OUTLINE.get(i);
            if (from.v() > v != to.v() > v
                    && u < from.u() + (v - from.v()) / (to.v() - from.v()) * (to.u() - from.u())) {
                inside = !inside;
            }
        }
        return inside;
    }
}
