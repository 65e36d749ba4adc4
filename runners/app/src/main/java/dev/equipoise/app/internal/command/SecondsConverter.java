package dev.equipoise.app.internal.command;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a duration in whole seconds. */
final class SecondsConverter implements ITypeConverter<Duration> {

    @Override
    public Duration convert(String value) {
        if (!value.matches("\\d{1,9}")) {
            throw new TypeConversionException("the time must be a whole number of seconds, got '" + value + "'");
        }
        return Duration.ofSeconds(Long.parseLong(value));
    }
}
