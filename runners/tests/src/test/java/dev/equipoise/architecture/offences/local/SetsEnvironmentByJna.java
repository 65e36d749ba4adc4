package dev.equipoise.architecture.offences.local;

import com.sun.jna.Library;

public interface SetsEnvironmentByJna extends Library {

    int setenv(String name, String value, int overwrite);
}
