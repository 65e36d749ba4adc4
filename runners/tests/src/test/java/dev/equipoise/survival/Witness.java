package dev.equipoise.survival;

import dev.equipoise.run.RolledBack;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.StepFinished;
import java.util.ArrayList;
import java.util.List;

/** Keeps the steps and the rollbacks of a run. */
class Witness implements RunListener {

    final List<StepFinished> steps = new ArrayList<>();
    final List<RolledBack> rollbacks = new ArrayList<>();

    @Override
    public void stepFinished(StepFinished event) {
        steps.add(event);
    }

    @Override
    public void rolledBack(RolledBack event) {
        rollbacks.add(event);
    }

    /** As often as it was taken. */
    List<StepFinished> steps(long index) {
        return steps.stream().filter(step -> step.step() == index).toList();
    }
}
