package dev.equipoise.engine;

import dev.equipoise.run.EngineName;
import java.io.IOException;
import java.util.List;

/** Why a native library was not loaded, from what lies deepest in the failure. */
final class LoadFailure {

    private LoadFailure() {}

    /**
     * The words.
     *
     * @param folders that libraries are loaded from: DJL's is the first, JNA's the last
     */
    static String words(EngineName engine, List<CodeFolder> folders, Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String why = String.valueOf(root.getMessage());
        String what = "the native library of " + engine.djlName() + " cannot be ";
        if (why.contains("already loaded in another classloader")) {
            return what
                    + "loaded: another class loader of this process has loaded it, and Java allows only one; share one"
                    + " class loader, or start another process (" + why + ")";
        }
        for (CodeFolder folder : folders) {
            if (!folder.executes()) {
                return what + "loaded from " + folder.path()
                        + ": code cannot be executed there, because the file system is mounted with noexec; set "
                        + folder.setting() + " to a folder that allows it (" + why + ")";
            }
        }
        boolean unpackedByJna = why.contains("create temporary file for /com/sun/jna");
        if (unpackedByJna || root instanceof IOException) {
            CodeFolder folder = folders.get(unpackedByJna ? folders.size() - 1 : 0);
            return what + "unpacked into " + folder.path() + ": " + why + "; free space there, or set "
                    + folder.setting() + " to another folder";
        }
        return what + "loaded: " + root;
    }
}
