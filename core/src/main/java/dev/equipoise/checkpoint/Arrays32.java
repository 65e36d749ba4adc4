package dev.equipoise.checkpoint;

import ai.djl.ndarray.NDArray;
import dev.equipoise.run.IncompatibleResumeException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Arrays of 32-bit floats on a device, to the heap and back. */
public final class Arrays32 {

    private Arrays32() {}

    /** Copies on the heap. */
    public static Map<String, Tensor> read(Map<String, NDArray> arrays) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        arrays.forEach(
                (name, array) -> tensors.put(name, new Tensor(array.getShape().getShape(), array.toFloatArray())));
        return tensors;
    }

    /**
     * Puts saved values into arrays that are there.
     *
     * @throws IncompatibleResumeException if names or shapes differ, before anything is changed
     */
    public static void write(Map<String, Tensor> saved, Map<String, NDArray> arrays) {
        List<String> problems = new ArrayList<>();
        saved.forEach((name, tensor) -> {
            NDArray array = arrays.get(name);
            if (array == null) {
                problems.add("the checkpoint's " + name + " must exist in the current model, which lacks it");
            } else if (!Arrays.equals(array.getShape().getShape(), tensor.shape())) {
                problems.add(name + " must have the checkpoint's shape " + Arrays.toString(tensor.shape()) + ", got "
                        + array.getShape());
            }
        });
        arrays.keySet().stream()
                .filter(name -> !saved.containsKey(name))
                .forEach(name -> problems.add("the checkpoint must contain " + name + ", which is new"));
        if (!problems.isEmpty()) {
            throw new IncompatibleResumeException(problems);
        }
        saved.forEach((name, tensor) -> {
            NDArray array = arrays.get(name);
            if (array != null) {
                array.set(FloatBuffer.wrap(tensor.values()));
            }
        });
    }
}
