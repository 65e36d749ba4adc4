package dev.equipoise.local.internal.machine;

/**
 * What the cores that this process may use have done since some origin.
 *
 * @param busySeconds of all cores together, for all processes
 * @param ownSeconds the part of these for this process
 * @param cores the number of cores
 */
public record CoreUse(double busySeconds, double ownSeconds, int cores) {}
