package dev.equipoise.engine;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;

/**
 * Environment variables that native libraries read when they are loaded. Java cannot change its own environment, C can;
 * what the user has set stays.
 */
final class NativeEnvironment {

    private NativeEnvironment() {}

    /** Sets a variable for native code unless the user has set it. */
    static void setUnlessSet(String name, String value) {
        if (System.getenv(name) == null) {
            if (Platform.isWindows()) {
                Native.load("msvcrt", WindowsC.class)._putenv_s(name, value);
            } else {
                Native.load("c", PosixC.class).setenv(name, value, 1);
            }
        }
    }

    private interface PosixC extends Library {
        int setenv(String name, String value, int overwrite);
    }

    private interface WindowsC extends Library {
        @SuppressWarnings("checkstyle:MethodName")
        int _putenv_s(String name, String value);
    }
}
