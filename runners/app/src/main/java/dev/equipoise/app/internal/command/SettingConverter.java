package dev.equipoise.app.internal.command;

import dev.equipoise.experiment.Overrides.Setting;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code KEY=VALUE}. */
final class SettingConverter implements ITypeConverter<Setting> {

    @Override
    public Setting convert(String text) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw new TypeConversionException(
                    "--set must be KEY=VALUE, such as experiment.epochs=5, got '" + text + "'");
        }
        return new Setting(
                text.substring(0, equals).strip(), text.substring(equals + 1).strip(), "--set");
    }
}
