package dev.equipoise.architecture.offences.anywhere;

import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

public final class InjectsAField {

    @Inject
    @Nullable
    String part;
}
