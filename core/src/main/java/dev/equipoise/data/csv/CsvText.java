package dev.equipoise.data.csv;

import dev.equipoise.data.DataFormatException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** A file as UTF-8 text, with or without a byte order mark. */
final class CsvText {

    private static final int HEAD = 1 << 16;

    private static final int MARK = 3;

    private CsvText() {}

    /**
     * The beginning, up to the end of a line if there is one.
     *
     * @throws DataFormatException if it looks like another kind of file, which the message names
     */
    static String head(Path file) {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(HEAD);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        int from = marked(bytes) ? MARK : 0;
        String text = new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
        otherKind(bytes, text).ifPresent(kind -> {
            throw new DataFormatException(file, 0, "text in UTF-8, values separated by one character", kind);
        });
        int end = bytes.length < HEAD ? -1 : text.lastIndexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }

    private static Optional<String> otherKind(byte[] bytes, String text) {
        if (bytes.length == 0) {
            return Optional.of("an empty file");
        }
        if (starts(bytes, 0x93, 'N', 'U', 'M', 'P', 'Y')) {
            return Optional.of("an array of NumPy, which NpyData reads");
        }
        if (starts(bytes, 'P', 'K', 3, 4)) {
            return Optional.of("an archive: a workbook of Excel must be saved as CSV; NpyData reads .npz");
        }
        if (starts(bytes, 0x1f, 0x8b)) {
            return Optional.of("a gzipped file; unpack it with gunzip");
        }
        if (starts(bytes, 0xff, 0xfe) || starts(bytes, 0xfe, 0xff)) {
            return Optional.of("text in UTF-16; save it as UTF-8");
        }
        return text.indexOf('\0') >= 0 ? Optional.of("bytes that are no text") : Optional.empty();
    }

    private static boolean starts(byte[] bytes, int... magic) {
        byte[] start = new byte[magic.length];
        for (int i = 0; i < magic.length; i++) {
            start[i] = (byte) magic[i];
        }
        return Arrays.equals(Arrays.copyOf(bytes, magic.length), start);
    }

    private static boolean marked(byte[] bytes) {
        return starts(bytes, 0xef, 0xbb, 0xbf);
    }

    /** The text from its first character; bytes that are no UTF-8 are an error. */
    static Reader open(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        try {
            if (!marked(in.readNBytes(MARK))) {
                in.close();
                in = Files.newInputStream(file);
            }
            return new BufferedReader(new InputStreamReader(
                    in,
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)));
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    static DataFormatException unreadable(Path file, Exception e) {
        Throwable cause = e;
        while (cause.getCause() != null && !(cause instanceof CharacterCodingException)) {
            cause = cause.getCause();
        }
        String found = cause instanceof CharacterCodingException
                ? "bytes that are no UTF-8; save it as UTF-8"
                : cause instanceof NoSuchFileException
                        ? "no such file"
                        : cause instanceof AccessDeniedException
                                ? "a file that this user may not read"
                                : "an error: " + cause.getMessage();
        return new DataFormatException(
                file + ": expected text in UTF-8, values separated by one character, found " + found, e);
    }
}
