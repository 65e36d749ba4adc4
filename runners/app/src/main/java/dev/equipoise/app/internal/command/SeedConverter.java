package dev.equipoise.app.internal.command;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a seed. */
final class SeedConverter implements ITypeConverter<Long> {

    @Override
    public Long convert(String text) {
        try {
            return Long.valueOf(text.strip());
        } catch (NumberFormatException e) {
            throw new TypeConversionException(
                    "the seed must be a whole number of at most " + Long.MAX_VALUE + ", got '" + text + "'");
        }
    }
}
