package dev.equipoise.local.internal.checkpoint;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * {@code MANIFEST.json}: what a checkpoint holds, where, and how it is known to be whole.
 *
 * @param format version of this form
 * @param software that wrote it
 * @param info when and why
 * @param at the clock's time of writing, for people
 * @param files in the order of their writing
 * @param tensors in the order of their bytes, which leave no gap
 */
record Manifest(
        int format,
        String software,
        @JsonProperty("occasion") CheckpointInfo info,
        String at,
        List<Entry> files,
        List<Placed> tensors) {

    /** The only form so far. */
    static final int FORMAT = 2;

    /**
     * A file.
     *
     * @param bytes its length
     * @param sha256 of all its bytes, in lower-case hexadecimal
     */
    record Entry(String file, long bytes, String sha256) {}

    /**
     * A tensor of 32-bit floats, little-endian, row-major.
     *
     * @param offset of its first byte in its file
     * @param allFinite whether every value is a number
     */
    record Placed(
            String path, List<Long> shape, String dtype, String file, long offset, long bytes, boolean allFinite) {}
}
