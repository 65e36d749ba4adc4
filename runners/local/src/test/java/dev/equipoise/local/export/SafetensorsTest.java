package dev.equipoise.local.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.equipoise.checkpoint.Tensor;
import dev.equipoise.data.DataFormatException;
import dev.equipoise.disk.LocalDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    void whatIsWrittenIsReadAgain() throws IOException {
        assertThat(Safetensors.read(written(model()))).isEqualTo(model());
        assertThat(Safetensors.read(written(new Safetensors(Map.of(), Map.of())))
                        .tensors())
                .isEmpty();
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void manyValuesSurviveTheirChunks() throws IOException {
        float[] values = new float[100_003];
        Random random = new Random(3);
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        Tensor large = new Tensor(new long[] {values.length}, values);
        assertThat(Safetensors.read(written(new Safetensors(Map.of("large", large), Map.of())))
                        .tensors())
                .containsEntry("large", large);
    }

    @Test
    void theBytesAreThoseOfTheFormat() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(written(model()))).order(ByteOrder.LITTLE_ENDIAN);
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":{\"dtype\":\"F16\",\"shape\":[4],\"data_offsets\":[0,8]}} | a to have dtype F32, found F16",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,8]}} | 16 bytes lie between, found [0,8]",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}} | a to begin at byte 0 of the arrays, found 4",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}} | 4 bytes of arrays, found 8",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}} | 12 bytes of arrays, found 8",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}} | b to begin at byte 8",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}} | Duplicate",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}} | whole numbers of at least 0, found -2",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2.0],\"data_offsets\":[0,8]}} | whole numbers",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,8]}} | at most 2^31 values",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,0]}} | at most 2^31 values",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8],\"more\":1}} | dtype, shape and data_offsets",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}} | two data_offsets",
                "{\"__metadata__\":{\"engine\":1}} | __metadata__.engine to be a text",
                "{\"__metadata__\":[]} | __metadata__ to be an object",
                "[] | a JSON object",
                "{\"a\": | JSON",
                "{} {} | JSON"
            })
    void aHeaderThatIsWrongIsRefusedWithWhatWasExpected(String header, String expected) throws IOException {
        Path file = folder.resolve("wrong.safetensors");
        Files.write(file, bytes(header.length(), header, 8));

        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining(expected)
                .hasMessageContaining("wrong.safetensors, byte 8");
    }

    @Test
    void aLengthThatTheFileDoesNotHaveIsNeverAllocated() throws IOException {
        Path file = folder.resolve("wrong.safetensors");
        for (long length : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, 99_999_999, 100_000_001, 11, 1, 0}) {
            Files.write(file, bytes(length, "{}", 8));
            assertThatThrownBy(() -> Safetensors.read(file))
                    .isInstanceOf(DataFormatException.class)
                    .hasMessageContaining("byte 0: expected a header of 2 to 10 bytes")
                    .hasMessageContaining(Long.toUnsignedString(length));
        }
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(written(model()));
        Path file = folder.resolve("short.safetensors");
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Safetensors.read(file)).isInstanceOf(DataFormatException.class);
        }
    }

    @Test
    void noFlippedBitOfTheHeaderDoesMoreThanRefuseOrRename() throws IOException {
        byte[] whole = Files.readAllBytes(written(model()));
        Path file = folder.resolve("flipped.safetensors");
        int read = 0;
        for (int bit = 0; bit < 8 * (whole.length - 32); bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, flipped);
            try {
                assertThat(Safetensors.read(file).tensors()).hasSize(4);
                read++;
            } catch (DataFormatException e) {
                assertThat(e).hasMessageContaining("flipped.safetensors");
            }
        }
        assertThat(read).isPositive();
    }

    @Test
    void theNameOfTheMetadataIsNoneForAnArray() {
        Tensor tensor = new Tensor(new long[0], new float[1]);
        assertThatThrownBy(() -> written(new Safetensors(Map.of("__metadata__", tensor), Map.of())))
                .hasMessageContaining("must not be __metadata__");
    }

    private static byte[] bytes(long length, String header, int data) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + data)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .put(json)
                .array();
    }
}
