package dev.equipoise.metrics.internal.page;

import dev.equipoise.balance.Contributions;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** The sizes of what reconstruction, divergence and all further terms together add to the loss, over the run. */
final class ContributionCurves {

    private final Curve reconstruction = new Curve();
    private final Curve divergence = new Curve();
    private final Curve further = new Curve();

    /** A step that is not finite is left out of all three, so that their points stay those of the same steps. */
    void add(Contributions step) {
        double[] sizes = sizes(step);
        if (DoubleStream.of(sizes).allMatch(Double::isFinite)) {
            reconstruction.add(sizes[0]);
            divergence.add(sizes[1]);
            further.add(sizes[2]);
        }
    }

    List<List<Double>> points() {
        return Stream.of(reconstruction, divergence, further).map(Curve::points).toList();
    }

    static double[] sizes(Contributions step) {
        double further = step.further().values().stream().mapToDouble(Math::abs).sum();
        return new double[] {Math.abs(step.reconstruction()), Math.abs(step.divergence()), further};
    }
}
