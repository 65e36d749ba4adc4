package dev.equipoise.monitoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A program that answers as {@code nvidia-smi} would on a machine with a GPU, for machines that have none: what is asked of
 * the driver and how it comes to the boards is real, the figures are not.
 */
final class StandInGpu {
    static final long USED_MIB = 12_345;
    static final long TOTAL_MIB = 81_559;
    static final int PERCENT = 37;

    private StandInGpu() {}

    /** Puts it into a folder, which belongs on the PATH of whoever is to find it. */
    static Path in(Path folder) throws IOException {
        Path program = Files.writeString(folder.resolve("nvidia-smi"), """
                #!/bin/sh
                case "$*" in
                '--query-gpu=index,memory.used,memory.total,utilization.gpu --format=csv,noheader,nounits')
                    echo '0, %d, %d, %d' ;;
                *)
                    echo "no such query: $*" >&2
                    exit 2 ;;
                esac
                """.formatted(USED_MIB, TOTAL_MIB, PERCENT));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return folder;
    }
}
