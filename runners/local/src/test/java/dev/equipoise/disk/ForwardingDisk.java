package dev.equipoise.disk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** A disk that does as another does, but for what a test changes. */
public abstract class ForwardingDisk implements Disk {

    private final Disk disk;

    protected ForwardingDisk(Disk disk) {
        this.disk = disk;
    }

    /** Comes before every call that changes something or makes a change safe; by default it does nothing. */
    protected void before(String call, Path path) throws IOException {}

    @Override
    public OutputFile create(Path file) throws IOException {
        before("create", file);
        return forwarding(file, disk.create(file));
    }

    @Override
    public OutputFile append(Path file) throws IOException {
        before("append", file);
        return forwarding(file, disk.append(file));
    }

    private OutputFile forwarding(Path file, OutputFile real) {
        return new OutputFile() {
            @Override
            public void write(ByteBuffer bytes) throws IOException {
                before("write", file);
                real.write(bytes);
            }

            @Override
            public void force() throws IOException {
                before("force", file);
                real.force();
            }

            @Override
            public void close() throws IOException {
                real.close();
            }
        };
    }

    @Override
    public void truncate(Path file, long length) throws IOException {
        before("truncate", file);
        disk.truncate(file, length);
    }

    @Override
    public InputStream read(Path file) throws IOException {
        return disk.read(file);
    }

    @Override
    public long size(Path file) throws IOException {
        return disk.size(file);
    }

    @Override
    public long usableSpace(Path directory) throws IOException {
        return disk.usableSpace(directory);
    }

    @Override
    public boolean exists(Path path) throws IOException {
        return disk.exists(path);
    }

    @Override
    public List<Path> list(Path directory) throws IOException {
        return disk.list(directory);
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        before("create", directory);
        disk.createDirectories(directory);
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        before("create", directory);
        disk.createDirectory(directory);
    }

    @Override
    public Lock lock(Path file, String holder) throws IOException {
        before("lock", file);
        return disk.lock(file, holder);
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        before("move", to);
        disk.move(from, to);
    }

    @Override
    public void delete(Path path) throws IOException {
        before("delete", path);
        disk.delete(path);
    }

    @Override
    public void force(Path path) throws IOException {
        before("force", path);
        disk.force(path);
    }
}
