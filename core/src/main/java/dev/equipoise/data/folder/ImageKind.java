package dev.equipoise.data.folder;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Formats of pictures that can be read, by the first bytes of a file. */
enum ImageKind {
    // A pixel takes at least 1 bit, and deflate's largest ratio is 1032.
    PNG("png", 8 * 1032, "\u0089PNG"),
    // A block of 64 pixels takes at least 1 bit.
    JPEG("jpeg", 8 * 64, "\u00ff\u00d8\u00ff"),
    // The longest string of a code of 12 bits is 4096.
    GIF("gif", 4096, "GIF8"),
    // A run of 255 pixels takes 2 bytes.
    BMP("bmp", 128, "BM");

    /** Bytes of a file that tell its kind. */
    static final int START = 16;

    /** What other files are, and what reads them. */
    private static final List<Other> OTHERS = List.of(
            new Other("an array of NumPy, which NpyData reads", "\u0093NUMPY"),
            new Other("an archive; NpyData reads those of NumPy", "PK\3\4"),
            new Other("a gzipped file; IdxData reads gzipped IDX files", "\u001f\u008b"),
            new Other("a TIFF image; convert it to PNG", "II*\0"),
            new Other("a TIFF image; convert it to PNG", "MM\0*"),
            new Other("a WebP image, or another file of the kind RIFF; convert it to PNG", "RIFF"));

    private static final Pattern TABLE = Pattern.compile("[^\\n\\x00]*[,;\\t|][^\\x00]*");
    private static final int CIFAR_10 = 3073;
    private static final int CIFAR_100 = 3074;

    private record Other(String name, String magic) {}

    private final String format;
    private final int pixelsPerByte;
    private final String magic;

    ImageKind(String format, int pixelsPerByte, String magic) {
        this.format = format;
        this.pixelsPerByte = pixelsPerByte;
        this.magic = magic;
    }

    /** The name by which Java knows its reader. */
    String format() {
        return format;
    }

    /** The most pixels that a file can hold for each of its bytes. */
    int pixelsPerByte() {
        return pixelsPerByte;
    }

    static Optional<ImageKind> of(byte[] start) {
        for (ImageKind kind : values()) {
            if (starts(start, kind.magic)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** What a file is that is no picture of these formats, and the part that reads it if there is one. */
    static String other(byte[] start, long length) {
        for (Other other : OTHERS) {
            if (starts(start, other.magic())) {
                return other.name();
            }
        }
        if (start.length > 3 && start[0] == 0 && start[1] == 0 && start[2] >= 8 && start[2] <= 14 && start[3] <= 4) {
            return "an IDX file, which IdxData reads";
        }
        if (start.length > 11 && new String(start, 4, 4, StandardCharsets.ISO_8859_1).equals("ftyp")) {
            return "a HEIC or AVIF image, or a film; convert it to PNG";
        }
        if (length > 0 && length % CIFAR_10 == 0 && start[0] >= 0 && start[0] < 10) {
            return "a file of the length of CIFAR-10's, which Cifar10 reads";
        }
        if (length > 0 && length % CIFAR_100 == 0 && start[0] >= 0 && start[0] < 20) {
            return "a file of the length of CIFAR-100's, which Cifar100 reads";
        }
        if (length == 0) {
            return "an empty file";
        }
        return TABLE.matcher(new String(start, StandardCharsets.UTF_8)).matches()
                ? "text; CsvData reads tables"
                : "another file";
    }

    private static boolean starts(byte[] start, String magic) {
        return new String(start, 0, Math.min(start.length, START), StandardCharsets.ISO_8859_1).startsWith(magic);
    }
}
