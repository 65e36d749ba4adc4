package dev.equipoise.local.machine;

/**
 * What the cores that this process may use have done since some origin.
 *
 * @param busySeconds of all of them together, for whatever process
 * @param ownSeconds of them for this process
 * @param cores how many they are
 */
public record CoreUse(double busySeconds, double ownSeconds, int cores) {}
