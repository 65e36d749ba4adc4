package dev.equipoise.app.internal.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(OS.WINDOWS)
class InvocationsTest {

    private static Properties java(String classPath, String command) {
        Properties properties = new Properties();
        properties.setProperty("java.class.path", classPath);
        properties.setProperty("sun.java.command", command);
        return properties;
    }

    @Test
    void theLauncherIsCalledByItsNameWithTheClassPathThatWasGiven() {
        Map<String, String> launched = Map.of("EQUIPOISE_COMMAND", "./equipoise");
        Properties java = java("a.jar:b.jar", "dev.equipoise.app.Main run mine");

        assertThat(Invocations.of(launched, java, List.of()).with("resume", "runs/a"))
                .isEqualTo("./equipoise resume runs/a");
        assertThat(Invocations.of(launched, java, List.of(Path.of("target/classes"), Path.of("more.jar")))
                        .with("resume", "runs/a"))
                .isEqualTo("./equipoise --classpath target/classes:more.jar resume runs/a");
    }

    @Test
    void withoutALauncherJavaIsCalledAsItWas() {
        assertThat(Invocations.of(Map.of(), java("lib/app.jar", "lib/app.jar run mine"), List.of())
                        .with("export", "runs/a"))
                .isEqualTo("java -jar lib/app.jar export runs/a");
        assertThat(Invocations.of(Map.of(), java("classes:lib/*", "dev.equipoise.app.Main run mine"), List.of())
                        .with("export", "runs/a"))
                .isEqualTo("java -cp 'classes:lib/*' dev.equipoise.app.Main export runs/a");
        assertThat(Invocations.of(Map.of(), java("mine.jar", "com.example.Mine"), List.of())
                        .with("export", "runs/a"))
                .as("a program that calls Equipoise.run")
                .isEqualTo("java -cp mine.jar dev.equipoise.app.Main export runs/a");
    }
}
