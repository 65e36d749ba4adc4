package dev.equipoise.app.internal.command;

import dev.equipoise.engine.DeviceRequest;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Checks how a device is asked for. */
final class DeviceConverter implements ITypeConverter<String> {

    @Override
    public String convert(String value) {
        try {
            DeviceRequest.parse(value);
            return value;
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
