package dev.equipoise.engine;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.PairList;
import com.sun.jna.Function;
import dev.equipoise.run.EngineName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Starts engines with settings that suit training on a CPU, and sets their threads. */
public final class Engines {

    /** The system property with the folder, which all class loaders of the process share. */
    private static final String FOLDER = "dev.equipoise.natives";

    /** The system property with the folder into which JNA unpacks its own library. */
    private static final String JNA_FOLDER = "jna.tmpdir";

    private static final String DEFAULT_ENGINE = "ai.djl.default_engine";

    private static final Set<EngineName> STARTED = ConcurrentHashMap.newKeySet();

    private Engines() {}

    /**
     * Loads an engine's native library, once a process. Before that it sets, unless the user has: OMP_NUM_THREADS to the
     * number of cores (MXNet otherwise takes half of them), MXNet's engine to the naive one (no queue between operations:
     * 1.2 to 2 times faster here), and it forbids downloads and calls home. Libraries are unpacked into a folder that no
     * other user can write to, and those of an earlier process are held against their archive's checksums.
     *
     * @throws UnusableLibraryException if the library cannot be unpacked or loaded
     */
    public static synchronized Engine start(EngineName name) {
        System.setProperty("ai.djl.offline", System.getProperty("ai.djl.offline", "true"));
        System.setProperty("OPT_OUT_TRACKING", System.getProperty("OPT_OUT_TRACKING", "true"));
        // DJL's lambda blocks find their output shapes on its default engine, which must be one that was started.
        System.setProperty(DEFAULT_ENGINE, System.getProperty(DEFAULT_ENGINE, name.djlName()));
        if (STARTED.contains(name)) {
            return Engine.getEngine(name.djlName());
        }
        Path folder = nativeFolder();
        try {
            new UnpackedLibraries(Engines.class.getClassLoader()).verify(folder, name);
            NativeEnvironment.setUnlessSet("OMP_NUM_THREADS", String.valueOf(cores()));
            NativeEnvironment.setUnlessSet("MXNET_ENGINE_TYPE", "NaiveEngine");
            if (name == EngineName.PYTORCH) {
                OneDnn.prepare();
            }
            Engine engine = Engine.getEngine(name.djlName());
            STARTED.add(name);
            return engine;
        } catch (IOException | RuntimeException | LinkageError e) {
            throw new UnusableLibraryException(LoadFailure.words(name, codeFolders(), e), e);
        }
    }

    /**
     * The folder into which DJL unpacks native libraries. The first call chooses it and passes it to DJL and JNA.
     *
     * @throws IllegalStateException if others can write to a folder that the user set for DJL or JNA
     */
    public static synchronized Path nativeFolder() {
        if (System.getProperty(FOLDER) == null) {
            String ofJna = System.getProperty(JNA_FOLDER);
            if (ofJna != null) {
                NativeFolder.requireSafeForJna(Path.of(ofJna));
            }
            Path folder = NativeFolder.choose(System.getenv(), System.getProperty("user.home", ""))
                    .path();
            System.setProperty(FOLDER, folder.toString());
            System.setProperty("DJL_CACHE_DIR", folder.toString());
            if (ofJna == null) {
                System.setProperty(JNA_FOLDER, folder.resolve("jna").toString());
            }
        }
        return Path.of(System.getProperty(FOLDER));
    }

    /** The {@linkplain #nativeFolder folder of native libraries}, followed by JNA's if that is another one. */
    public static List<CodeFolder> codeFolders() {
        CodeFolder folder = new CodeFolder(nativeFolder(), NativeFolder.setting(System.getenv()));
        Path ofJna = Path.of(System.getProperty(JNA_FOLDER)).toAbsolutePath();
        return ofJna.startsWith(folder.path())
                ? List.of(folder)
                : List.of(folder, new CodeFolder(ofJna, "-D" + JNA_FOLDER));
    }

    /** The file of an engine's native library. The engine must have been started. */
    public static Path nativeLibrary(EngineName name) {
        return switch (name) {
            case MXNET -> Path.of(ai.djl.mxnet.jna.LibUtils.getLibName());
            case PYTORCH ->
                Path.of(ai.djl.pytorch.jni.LibUtils.getLibtorchPath()).resolve(System.mapLibraryName("torch_cpu"));
        };
    }

    /** Physical cores that this process may use. */
    public static int cores() {
        return Cores.usable();
    }

    /**
     * Sets the threads that an engine's operations use from now on. OMP_NUM_THREADS takes precedence if the user has
     * set it.
     */
    public static int useThreads(EngineName name, int threads) {
        String asked = System.getenv("OMP_NUM_THREADS");
        int count = asked != null && asked.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(asked) : threads;
        switch (name) {
            case MXNET ->
                Function.getFunction(ai.djl.mxnet.jna.LibUtils.getLibName(), "MXSetNumOMPThreads")
                        .invokeInt(new Object[] {count});
            case PYTORCH -> JniUtils.setNumThreads(count);
        }
        return count;
    }

    /** Switches off gradient tracking outside of a collector, on the calling thread: PyTorch tracks on new threads. */
    public static void prepareThread(EngineName name) {
        if (name == EngineName.PYTORCH) {
            JniUtils.setGradMode(false);
        }
    }

    /** Overwrites the gradient of a parameter that is not updated; PyTorch would add the next one to it. */
    public static void clearGradient(EngineName name, NDArray parameter) {
        if (name == EngineName.PYTORCH) {
            JniUtils.zeroGrad((PtNDArray) parameter);
        }
    }

    /** The Euclidean norm of all values of arrays together. */
    public static double norm(EngineName name, NDList arrays) {
        double sum = 0;
        for (Number squares : sumsOfSquares(name, arrays).toArray()) {
            sum += squares.doubleValue();
        }
        return Math.sqrt(sum);
    }

    /**
     * The sums of squares of arrays, one column each, shape (1, arrays). On MXNet this is one operator for all of them,
     * twice as fast as a product of each with itself and five times as fast as a sum.
     */
    public static NDArray sumsOfSquares(EngineName name, NDList arrays) {
        return switch (name) {
            case MXNET -> {
                PairList<String, Object> settings = new PairList<>();
                settings.add("num_arrays", arrays.size());
                yield arrays.head()
                        .getManager()
                        .invoke("multi_sum_sq", arrays, settings)
                        .singletonOrThrow()
                        .reshape(1, -1);
            }
            case PYTORCH -> {
                NDList squares = new NDList();
                for (NDArray array : arrays) {
                    NDArray flat = array.reshape(-1);
                    squares.add(flat.dot(flat).reshape(1, 1));
                }
                yield NDArrays.concat(squares, 1);
            }
        };
    }
}
