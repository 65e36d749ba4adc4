package dev.equipoise.local.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.equipoise.checkpoint.Tensor;
import dev.equipoise.disk.LocalDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {

    private static final String READER = """
            import json, struct, sys
            import numpy
            with open(sys.argv[1], 'rb') as file:
                length, = struct.unpack('<Q', file.read(8))
                header = json.loads(file.read(length))
                data = file.read()
            for name, entry in header.items():
                if name != '__metadata__':
                    begin, end = entry['data_offsets']
                    array = numpy.frombuffer(data[begin:end], dtype='<f4').reshape(entry['shape'])
                    print(name, array.shape, repr(float(array.sum(dtype='float64'))), repr(float(array.flat[-1])))
            print(header['__metadata__']['engine'])
            """;

    @TempDir
    private Path folder;

    private static Safetensors model() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("encoder.head.weight", new Tensor(new long[] {2, 3}, new float[] {1, 2, 3, 4, 5, 6.5f}));
        tensors.put("encoder.head.bias", new Tensor(new long[] {1}, new float[] {-0.25f}));
        tensors.put("nothing", new Tensor(new long[] {0, 4}, new float[0]));
        tensors.put("number", new Tensor(new long[0], new float[] {Float.NaN}));
        return new Safetensors(tensors, Map.of("engine", "MXNet \"1\""));
    }

    private Path written(Safetensors tensors) throws IOException {
        Path file = folder.resolve("model.safetensors");
        tensors.write(new LocalDisk(), file);
        return file;
    }

    @Test
    void manyValuesSurviveTheirChunks() throws IOException {
        float[] values = new float[100_003];
        Random random = new Random(3);
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        Tensor large = new Tensor(new long[] {values.length}, values);
        ByteBuffer bytes = bytes(written(new Safetensors(Map.of("large", large), Map.of())));
        float[] read = new float[values.length];
        bytes.position(8 + Math.toIntExact(bytes.getLong()))
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(read);

        assertThat(read).containsExactly(values);
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void aFileOfNothingIsAHeaderAlone() throws IOException {
        assertThat(Files.readString(written(new Safetensors(Map.of(), Map.of())))
                        .substring(8))
                .isEqualTo("{}      ");
    }

    private static ByteBuffer bytes(Path file) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void theBytesAreThoseOfTheFormat() throws IOException {
        ByteBuffer bytes = bytes(written(model()));
        int length = Math.toIntExact(bytes.getLong());
        JsonNode header =
                new ObjectMapper().readTree(new String(bytes.array(), Long.BYTES, length, StandardCharsets.UTF_8));

        assertThat(length % 8).isZero();
        assertThat(bytes.get(8)).isEqualTo((byte) '{');
        assertThat(header.get("__metadata__").toString()).isEqualTo("{\"engine\":\"MXNet \\\"1\\\"\"}");
        assertThat(header.get("encoder.head.weight").toString())
                .isEqualTo("{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]}");
        assertThat(header.get("encoder.head.bias").toString())
                .isEqualTo("{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[24,28]}");
        assertThat(bytes.getFloat(8 + length + 20)).isEqualTo(6.5f);
        assertThat(bytes.getFloat(8 + length + 24)).isEqualTo(-0.25f);
        assertThat(bytes.limit()).isEqualTo(8 + length + 32);
    }

    @Test
    void aReaderOfItsOwnInPythonWithNumpySeesTheSameNumbers() throws IOException, InterruptedException {
        assumeThat(python("-c", "import numpy"))
                .as("python3 with numpy is on this machine")
                .isEqualTo("0 ");
        Map<String, Tensor> tensors = new LinkedHashMap<>(model().tensors());
        tensors.remove("nothing");
        tensors.remove("number");
        Path file = written(new Safetensors(tensors, model().metadata()));

        assertThat(python("-c", READER, file.toString()))
                .isEqualTo("0 encoder.head.weight (2, 3) 21.5 6.5\nencoder.head.bias (1,) -0.25 -0.25\nMXNet \"1\"\n");
    }

    private String python(String... arguments) throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 1];
        command[0] = "python3";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() + " " + said;
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void theNameOfTheMetadataIsNoneForAnArray() {
        Tensor tensor = new Tensor(new long[0], new float[1]);
        assertThatThrownBy(() -> written(new Safetensors(Map.of("__metadata__", tensor), Map.of())))
                .hasMessageContaining("must not be __metadata__");
    }
}
