package dev.equipoise.local.export;

/** A layer has blocks that are not DJL's own, so that DJL's files cannot hold it. */
public final class ForeignBlockException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    ForeignBlockException(String message) {
        super(message);
    }
}
