package dev.equipoise.local.internal.files;

import dev.equipoise.disk.ForwardingDisk;
import dev.equipoise.disk.LocalDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A disk that is full for a while: no new file is made then, and of what is written, half of the first bytes arrive. */
final class RefusingDisk extends ForwardingDisk {

    boolean refuses;
    boolean refusesToCut;

    RefusingDisk() {
        super(new LocalDisk());
    }

    @Override
    public void truncate(Path file, long length) throws IOException {
        if (refusesToCut) {
            throw new IOException("Input/output error");
        }
        super.truncate(file, length);
    }

    @Override
    public OutputFile create(Path file) throws IOException {
        if (refuses) {
            throw new IOException("No space left on device");
        }
        return super.create(file);
    }

    @Override
    public OutputFile append(Path file) throws IOException {
        OutputFile real = super.append(file);
        return new OutputFile() {

            @Override
            public void write(ByteBuffer bytes) throws IOException {
                if (!refuses) {
                    real.write(bytes);
                } else if (bytes.hasRemaining()) {
                    ByteBuffer half = bytes.slice(bytes.position(), bytes.remaining() / 2);
                    bytes.position(bytes.position() + half.remaining());
                    real.write(half);
                    throw new IOException("No space left on device");
                }
            }

            @Override
            public void force() throws IOException {
                real.force();
            }

            @Override
            public void close() throws IOException {
                real.close();
            }
        };
    }
}
