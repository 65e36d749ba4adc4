package dev.equipoise.part;

/** Facts were asked for the data where they are not known: in the data source's own factory, or after it failed. */
public final class UnknownDataException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    public UnknownDataException() {
        super("the data source is made first: its factory has no facts of data");
    }
}
