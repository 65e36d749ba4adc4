package dev.equipoise.data.folder;

import dev.equipoise.data.DataFormatException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * A picture on disk. Its bytes are read first, and its size is checked before anything is decoded.
 *
 * @param path on disk
 */
record ImageFile(Path path) {

    /** Larger files are no pictures to train on. */
    private static final long MOST_BYTES = 1L << 28;

    private static final long MOST_PIXELS = 100_000_000;

    /** Bytes of a decoded pixel, and of what its decoder needs beside it. */
    private static final int BYTES_PER_PIXEL = 8;

    /**
     * Checks the first bytes.
     *
     * @throws DataFormatException if they are no picture's
     */
    ImageKind kind() {
        try (var in = Files.newInputStream(path)) {
            return kind(in.readNBytes(ImageKind.START), Files.size(path));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private ImageKind kind(byte[] start, long length) {
        return ImageKind.of(start).orElseThrow(() -> fails(ImageKind.other(start, length)));
    }

    /**
     * Decodes the picture.
     *
     * @return unsigned bytes, channels first
     * @throws DataFormatException if it cannot be read, or is of a kind that the message names
     */
    byte[] read(Square square) {
        byte[] bytes;
        try {
            if (Files.size(path) > MOST_BYTES) {
                throw fails(Files.size(path) + " bytes, more than " + MOST_BYTES);
            }
            bytes = Files.readAllBytes(path);
        } catch (IOException e) {
            throw unreadable(e);
        }
        ImageKind kind = kind(bytes, bytes.length);
        JpegMarkers markers = kind == ImageKind.JPEG ? JpegMarkers.of(bytes) : new JpegMarkers(3, 1);
        if (markers.components() == 4) {
            throw fails("a JPEG of four colours (CMYK); convert it to RGB");
        }
        BufferedImage image = decoded(bytes, kind);
        return square.of(
                Pixels.of(image)
                        .orElseThrow(() ->
                                fails("colours that are neither grey nor red, green and blue; convert it to RGB")),
                markers.orientation());
    }

    private BufferedImage decoded(byte[] bytes, ImageKind kind) {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(kind.format());
        if (!readers.hasNext()) {
            throw fails("a " + kind + " image, for which this Java has no reader");
        }
        ImageReader reader = readers.next();
        // A stream of its own, because those of ImageIO write to a file unless a switch of the whole process is set.
        try (MemoryCacheImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.setInput(in, true, true);
            checkSize(reader.getWidth(0), reader.getHeight(0), bytes.length, kind);
            List<String> damage = new ArrayList<>();
            reader.addIIOReadWarningListener((source, warning) -> damage.add(warning));
            BufferedImage image = reader.read(0);
            damage.stream().filter(ImageFile::isDamage).findFirst().ifPresent(warning -> {
                throw fails("a damaged " + kind + " image: " + warning);
            });
            return image;
        } catch (DataFormatException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new DataFormatException(
                    path + ": expected an image, found a damaged or unusual " + kind + " image: " + e.getMessage(), e);
        } finally {
            reader.dispose();
        }
    }

    /** The JPEG decoder fills what it cannot read with grey, and only warns. A missing last marker is no damage. */
    private static boolean isDamage(String warning) {
        return warning.toLowerCase(Locale.ROOT).contains("corrupt");
    }

    private void checkSize(long width, long height, long bytes, ImageKind kind) {
        long heap = Runtime.getRuntime().maxMemory();
        String found = width + " x " + height + " pixels in a " + kind + " image of " + bytes + " bytes, ";
        if (width * height > bytes * kind.pixelsPerByte()) {
            throw fails(found + "more than they can hold");
        }
        if (width * height > Math.min(MOST_PIXELS, heap / 4 / BYTES_PER_PIXEL)) {
            throw fails(
                    found + "too many for a picture to train on, or for a quarter of the heap of " + heap + " bytes");
        }
    }

    private DataFormatException fails(String found) {
        return new DataFormatException(path + ": expected an image (PNG, JPEG, GIF or BMP), found " + found);
    }

    private DataFormatException unreadable(IOException e) {
        String found = e instanceof NoSuchFileException
                ? "no such file"
                : e instanceof AccessDeniedException
                        ? "a file that this user may not read"
                        : "an error: " + e.getMessage();
        DataFormatException failure = fails(found);
        failure.initCause(e);
        return failure;
    }
}
