package dev.equipoise.app.internal.command;

import dev.equipoise.run.EngineName;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of an engine. */
final class EngineConverter implements ITypeConverter<EngineName> {

    @Override
    public EngineName convert(String value) {
        return EngineName.of(value)
                .orElseThrow(() -> new TypeConversionException("the engine must be "
                        + Arrays.stream(EngineName.values())
                                .map(EngineName::djlName)
                                .collect(Collectors.joining(" or "))
                        + ", got '" + value + "'"));
    }
}
