package dev.equipoise.local.internal.loop;

/** The run was asked to end, at a place from which it can be resumed. */
final class StoppedException extends RuntimeException {

    private static final long serialVersionUID = 1L;
}
