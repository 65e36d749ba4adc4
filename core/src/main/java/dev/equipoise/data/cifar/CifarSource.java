package dev.equipoise.data.cifar;

import dev.equipoise.data.DataFormatException;
import dev.equipoise.data.DataSource;
import dev.equipoise.data.Dataset;
import dev.equipoise.data.Rows;
import dev.equipoise.data.Split;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.part.ValueRange;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Two splits in binary files. */
record CifarSource(List<CifarFile> training, List<CifarFile> validation) implements DataSource {

    /**
     * The files in a folder, or in the one that the published archive unpacks to.
     *
     * @param unpacked name of that folder
     * @param training names of the files
     * @param key of the attribute that names the folder, for messages
     * @throws InvalidPartException if a file is missing
     */
    static CifarSource in(
            String folder,
            String unpacked,
            List<String> training,
            String validation,
            List<Integer> labelCounts,
            int label,
            String key) {
        List<String> names =
                Stream.concat(training.stream(), Stream.of(validation)).toList();
        Path path = folder(folder, unpacked, names, key);
        List<String> missing = names.stream()
                .filter(Predicate.not(name -> Files.isRegularFile(path.resolve(name))))
                .toList();
        if (!missing.isEmpty()) {
            throw new InvalidPartException("folder must hold the binary version, " + String.join(", ", names) + ", got "
                    + path + " without " + String.join(", ", missing) + "; set " + key);
        }
        return new CifarSource(
                training.stream()
                        .map(name -> new CifarFile(path.resolve(name), labelCounts, label))
                        .toList(),
                List.of(new CifarFile(path.resolve(validation), labelCounts, label)));
    }

    private static Path folder(String name, String unpacked, List<String> files, String key) {
        try {
            Path folder = Path.of(name);
            if (name.isBlank() || !Files.isDirectory(folder)) {
                throw new InvalidPartException("folder must be a folder, got '" + name + "', which is "
                        + (Files.exists(folder) ? "no folder" : "not there (" + folder.toAbsolutePath() + ")")
                        + "; set "
                        + key);
            }
            Path inner = folder.resolve(unpacked);
            boolean outer = files.stream().anyMatch(file -> Files.exists(folder.resolve(file)));
            return !outer && Files.isDirectory(inner) ? inner : folder;
        } catch (InvalidPathException e) {
            throw new InvalidPartException(
                    "folder must be a path, got '" + name + "': " + e.getReason() + "; set " + key);
        }
    }

    @Override
    public DataFacts facts() {
        return new DataFacts(
                records(training),
                records(validation),
                List.of(CifarFile.CHANNELS, CifarFile.SIDE, CifarFile.SIDE),
                Optional.of(new ValueRange(0, 255)));
    }

    private static int records(List<CifarFile> files) {
        long records = files.stream().mapToLong(CifarFile::records).sum();
        long heap = Runtime.getRuntime().maxMemory();
        if (records > Integer.MAX_VALUE / CifarFile.PIXELS || records * CifarFile.PIXELS > heap / 2) {
            throw new DataFormatException(files.get(0).path() + ": expected images that fit half the heap of " + heap
                    + " bytes, found " + records + "; raise -Xmx");
        }
        return (int) records;
    }

    @Override
    public Dataset load() {
        return new Dataset(split(training), split(validation));
    }

    private static Split split(List<CifarFile> files) {
        int records = records(files);
        byte[] pixels = new byte[records * CifarFile.PIXELS];
        int[] labels = new int[records];
        int first = 0;
        for (CifarFile file : files) {
            file.read(first, pixels, labels);
            first += file.records();
        }
        return new Split(Rows.ofBytes(pixels, CifarFile.PIXELS), labels);
    }

    @Override
    public Optional<Split> read(Path path) {
        CifarFile like = training.get(0);
        return Optional.of(split(List.of(new CifarFile(path, like.labelCounts(), like.label()))));
    }

    @Override
    public List<Path> files() {
        return List.of(training.get(0).path(), validation.get(0).path());
    }

    @Override
    public String toString() {
        return training.get(0).path() + " and " + validation.get(0).path();
    }
}
