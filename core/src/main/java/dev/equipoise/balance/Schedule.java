package dev.equipoise.balance;

/** A number as a function of the step, computed from the step and never accumulated. */
@FunctionalInterface
public interface Schedule {

    /** The value at the step with this index, counted from 0. */
    double at(long step);
}
