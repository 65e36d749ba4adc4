package dev.equipoise.data.folder;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * What the markers of a JPEG say (ITU-T T.81, annex B; CIPA DC-008, "Exif", 4.6).
 *
 * @param components of a pixel; 0 if no frame was found
 * @param orientation 1 to 8: 1 upright, 6 to be turned clockwise, ...
 */
record JpegMarkers(int components, int orientation) {

    private static final int UPRIGHT = 1;
    private static final int ORIENTATION = 0x0112;

    static JpegMarkers of(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file);
        int components = 0;
        int orientation = UPRIGHT;
        int at = 2;
        while (at + 4 <= file.length && file[at] == (byte) 0xff) {
            int marker = file[at + 1] & 0xff;
            if (marker == 0xff) {
                at++;
                continue;
            }
            int length = bytes.getShort(at + 2) & 0xffff;
            if (marker == 0xda || marker == 0xd9 || at + 2 + length > file.length) {
                break;
            }
            boolean frame = marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
            if (frame && length >= 8) {
                components = file[at + 9] & 0xff;
            } else if (marker == 0xe1 && length >= 16) {
                orientation = orientation(bytes.slice(at + 4, length - 2), orientation);
            }
            at += 2 + length;
        }
        return new JpegMarkers(components, orientation);
    }

    /** The orientation in a block that may be of Exif. */
    private static int orientation(ByteBuffer block, int otherwise) {
        byte[] name = new byte[6];
        block.get(0, name);
        if (!new String(name, StandardCharsets.ISO_8859_1).equals("Exif\0\0")) {
            return otherwise;
        }
        ByteBuffer tiff = block.slice(6, block.limit() - 6);
        tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        long directory = Integer.toUnsignedLong(tiff.getInt(4));
        if (directory + 2 > tiff.limit()) {
            return otherwise;
        }
        int entries = tiff.getShort((int) directory) & 0xffff;
        for (int i = 0; i < entries; i++) {
            int entry = (int) directory + 2 + 12 * i;
            if (entry + 12 > tiff.limit()) {
                break;
            }
            int value = tiff.getShort(entry + 8);
            if ((tiff.getShort(entry) & 0xffff) == ORIENTATION && value >= 1 && value <= 8) {
                return value;
            }
        }
        return otherwise;
    }
}
