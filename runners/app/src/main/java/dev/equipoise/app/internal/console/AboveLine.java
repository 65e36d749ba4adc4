package dev.equipoise.app.internal.console;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;

/** A stream whose text stands above a live line. */
final class AboveLine extends OutputStream {

    private final LiveLine line;
    private final PrintStream stream;

    AboveLine(LiveLine line, PrintStream stream) {
        this.line = line;
        this.stream = stream;
    }

    /** The charset of one of the two streams of the process, so that what takes its place speaks the same. */
    static Charset charset(String stream) {
        // The first is that of JDK 18 and later.
        String name = System.getProperty(stream + ".encoding", System.getProperty("sun." + stream + ".encoding", ""));
        return !name.isEmpty() && Charset.isSupported(name) ? Charset.forName(name) : Charset.defaultCharset();
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        line.pass(stream, bytes, offset, length);
    }

    @Override
    public void flush() {
        stream.flush();
    }
}
