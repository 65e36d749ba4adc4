package dev.equipoise.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Why a native library was not loaded, from what lies deepest in the failure. */
final class LoadFailure {

    private LoadFailure() {}

    static String words(EngineName engine, Path folder, Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String why = String.valueOf(root.getMessage());
        String what = "the native library of " + engine.djlName() + " cannot be ";
        if (why.contains("already loaded in another classloader")) {
            return what
                    + "loaded: another class loader of this process has loaded it, and Java allows one only; share one"
                    + " class loader, or start another process (" + why + ")";
        }
        if (Files.isDirectory(folder) && !NativeFolder.executes(folder)) {
            return what + "loaded from " + folder
                    + ": code cannot be executed there, since the file system is mounted with"
                    + " noexec; set DJL_CACHE_DIR to a folder that allows it, and -Djna.tmpdir if you set that (" + why
                    + ")";
        }
        if (root instanceof IOException) {
            return what + "unpacked into " + folder + ": " + why
                    + "; make room there, or set DJL_CACHE_DIR to another folder";
        }
        return what + "loaded: " + root;
    }
}
