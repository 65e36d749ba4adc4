package dev.equipoise.engine;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The device that {@code --device} requests.
 *
 * @param kind of device
 * @param gpu index of the GPU; empty if any will do
 */
public record DeviceRequest(Kind kind, OptionalInt gpu) {

    private static final Pattern NUMBERED = Pattern.compile("gpu:(\\d{1,4})");

    /** The kinds of request. */
    public enum Kind {
        /** A GPU that the engine can use, or else the processor. */
        AUTO,
        /** The processor. */
        CPU,
        /** A GPU, or an error. */
        GPU
    }

    /**
     * The request written as "auto", "cpu", "gpu" or "gpu:N".
     *
     * @throws IllegalArgumentException if it is written in any other way
     */
    public static DeviceRequest parse(String text) {
        Matcher numbered = NUMBERED.matcher(text);
        if (numbered.matches()) {
            return new DeviceRequest(Kind.GPU, OptionalInt.of(Integer.parseInt(numbered.group(1))));
        }
        return switch (text) {
            case "auto" -> new DeviceRequest(Kind.AUTO, OptionalInt.empty());
            case "cpu" -> new DeviceRequest(Kind.CPU, OptionalInt.empty());
            case "gpu" -> new DeviceRequest(Kind.GPU, OptionalInt.empty());
            default ->
                throw new IllegalArgumentException(
                        "the device must be auto, cpu, gpu or gpu:N (such as gpu:0), got '" + text + "'");
        };
    }
}
