package dev.equipoise.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.equipoise.disk.LocalDisk;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A file system that cannot force directories, as {@code /proc} cannot, costs a run no checkpoint but a warning. */
class UnforcedDirectoryTest {

    @Test
    void itIsWarnedAboutOnce() throws IOException {
        Path directory = Path.of("/proc");
        assumeThat(directory.resolve("self"))
                .as("a file system without storage")
                .exists();
        LocalDisk disk = new LocalDisk();
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        Logger logger = (Logger) LoggerFactory.getLogger(LocalDisk.class);
        logger.addAppender(logged);
        try {
            disk.force(directory);
            disk.force(directory);
        } finally {
            logger.detachAppender(logged);
        }
        assertThat(logged.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .singleElement()
                .asString()
                .contains("the file system of /proc cannot force directories", "a power failure may lose");
    }
}
