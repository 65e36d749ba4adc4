package dev.equipoise.run;

import java.util.Map;

/**
 * What a run runs on.
 *
 * @param engine name of the engine, such as "MXNet"
 * @param device "cpu" or "gpu:0"
 * @param deviceReason why this device was taken
 * @param version of this software
 * @param details everything else worth recording, by name
 */
public record RunEnvironment(
        String engine, String device, String deviceReason, String version, Map<String, Object> details) {}
