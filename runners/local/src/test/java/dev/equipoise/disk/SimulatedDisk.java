package dev.equipoise.disk;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that loses its power before a given call. What then is left of what was not forced, it plays in several
 * ways, as file systems do: names and data are forced apart from each other (Pillai et al. 2014, "All file systems are not
 * created equal").
 */
public final class SimulatedDisk implements Disk {

    /** What outlives a loss of power beside what was forced. */
    public enum Survives {
        NOTHING,
        /** As where the process alone ended. */
        EVERYTHING,
        /** Files with their names, and of their data what was forced. */
        NAMES,
        /** Names and half of each write. */
        NAMES_AND_HALF_OF_THE_DATA
    }

    /** The power is gone; no code that a run has may catch it. */
    public static final class PowerLoss extends Error {
        private static final long serialVersionUID = 1L;
    }

    private final Node root = new Node(true);
    private final boolean forces;
    private long callsLeft = Long.MAX_VALUE;
    private long calls;

    public SimulatedDisk() {
        this(true);
    }

    /** @param forces whether it does as it is told when it is told to force */
    public SimulatedDisk(boolean forces) {
        this.forces = forces;
    }

    /** Loses the power before the call after so many. */
    public void losePowerAfter(long more) {
        callsLeft = more;
    }

    /** Puts all that there is on stable storage. */
    public void forceAll() {
        root.forceAll();
    }

    /** Calls so far. */
    public long calls() {
        return calls;
    }

    /** The disk when the power is back. */
    public SimulatedDisk restarted(Survives survives) {
        SimulatedDisk after = new SimulatedDisk(forces);
        after.root.takeWhatIsLeftOf(root, survives);
        return after;
    }

    private static final class Node {
        final boolean directory;
        byte[] data = new byte[0];
        byte[] forcedData = new byte[0];
        Map<String, Node> names = new TreeMap<>();
        Map<String, Node> forcedNames = new TreeMap<>();

        Node(boolean directory) {
            this.directory = directory;
        }

        void force() {
            forcedData = data;
            forcedNames = new TreeMap<>(names);
        }

        void forceAll() {
            force();
            names.values().forEach(Node::forceAll);
        }

        void takeWhatIsLeftOf(Node before, Survives survives) {
            data = switch (survives) {
                case NOTHING, NAMES -> before.forcedData;
                case EVERYTHING -> before.data;
                case NAMES_AND_HALF_OF_THE_DATA ->
                    Arrays.copyOf(before.data, (before.forcedData.length + before.data.length) / 2);
            };
            Map<String, Node> left = survives == Survives.NOTHING ? before.forcedNames : before.names;
            left.forEach((name, node) -> {
                Node copy = new Node(node.directory);
                copy.takeWhatIsLeftOf(node, survives);
                names.put(name, copy);
            });
            force();
        }
    }

    private void call() {
        calls++;
        if (callsLeft-- <= 0) {
            throw new PowerLoss();
        }
    }

    private @Nullable Node at(@Nullable Path path) {
        Node node = root;
        if (path != null) {
            for (Path name : path) {
                node = node == null ? null : node.names.get(name.toString());
            }
        }
        return node;
    }

    private Node existing(@Nullable Path path) throws IOException {
        Node node = at(path);
        if (node == null) {
            throw new NoSuchFileException(String.valueOf(path));
        }
        return node;
    }

    @Override
    public OutputFile create(Path file) throws IOException {
        call();
        Node parent = existing(file.getParent());
        if (parent.names.containsKey(file.getFileName().toString())) {
            throw new IOException(file + " is there");
        }
        return append(file, parent);
    }

    @Override
    public OutputFile append(Path file) throws IOException {
        call();
        return append(file, existing(file.getParent()));
    }

    private OutputFile append(Path file, Node parent) {
        Node node = parent.names.computeIfAbsent(file.getFileName().toString(), name -> new Node(false));
        return new OutputFile() {

            @Override
            public void write(ByteBuffer bytes) {
                byte[] more = new byte[bytes.remaining()];
                bytes.get(more);
                if (callsLeft == 0) {
                    node.data = joined(node.data, Arrays.copyOf(more, more.length / 2));
                }
                call();
                node.data = joined(node.data, more);
            }

            @Override
            public void force() {
                call();
                if (forces) {
                    node.forcedData = node.data;
                }
            }

            @Override
            public void close() {}
        };
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    @Override
    public void truncate(Path file, long length) throws IOException {
        call();
        Node node = existing(file);
        node.data = Arrays.copyOf(node.data, (int) length);
    }

    @Override
    public InputStream read(Path file) throws IOException {
        return new ByteArrayInputStream(existing(file).data);
    }

    @Override
    public long size(Path file) throws IOException {
        return existing(file).data.length;
    }

    @Override
    public long usableSpace(Path directory) {
        return Long.MAX_VALUE;
    }

    @Override
    public boolean exists(Path path) {
        return at(path) != null;
    }

    @Override
    public List<Path> list(Path directory) {
        Node node = at(directory);
        return node == null
                ? List.of()
                : node.names.keySet().stream().map(directory::resolve).toList();
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        if (at(directory) != null) {
            return;
        }
        if (directory.getParent() != null) {
            createDirectories(directory.getParent());
        }
        call();
        existing(directory.getParent()).names.put(directory.getFileName().toString(), new Node(true));
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        if (at(directory) != null) {
            throw new FileAlreadyExistsException(directory.toString());
        }
        createDirectories(directory);
    }

    /** Nobody else is here. */
    @Override
    public Lock lock(Path file, String holder) {
        return new Lock() {
            @Override
            public void giveBackAsFound() {}

            @Override
            public void close() {}
        };
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        call();
        Node moved = existing(from);
        existing(from.getParent()).names.remove(from.getFileName().toString());
        existing(to.getParent()).names.put(to.getFileName().toString(), moved);
    }

    @Override
    public void delete(Path path) throws IOException {
        call();
        Node node = at(path);
        if (node != null && !node.names.isEmpty()) {
            throw new IOException(path + " is not empty");
        }
        if (node != null) {
            existing(path.getParent()).names.remove(path.getFileName().toString());
        }
    }

    @Override
    public void force(Path path) throws IOException {
        call();
        Node node = existing(path);
        if (forces) {
            node.force();
        }
    }
}
