package dev.equipoise.app.internal.command;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the number of a port. */
final class PortConverter implements ITypeConverter<Integer> {

    private static final int LAST = 65_535;

    @Override
    public Integer convert(String value) {
        if (!value.matches("\\d{1,5}") || Integer.parseInt(value) > LAST) {
            throw new TypeConversionException("the port must be 0 (any free one) to " + LAST + ", got '" + value + "'");
        }
        return Integer.valueOf(value);
    }
}
