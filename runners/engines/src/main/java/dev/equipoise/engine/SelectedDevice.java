package dev.equipoise.engine;

import ai.djl.Device;

/**
 * The device that a run computes on.
 *
 * @param device as DJL knows it
 * @param reason why it was taken
 */
public record SelectedDevice(Device device, String reason) {

    /** The name in reports: "cpu" or "gpu:0". */
    public String name() {
        return device.isGpu() ? "gpu:" + device.getDeviceId() : "cpu";
    }
}
