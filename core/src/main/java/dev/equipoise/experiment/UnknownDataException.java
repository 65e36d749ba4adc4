package dev.equipoise.experiment;

/** Facts were asked for the data where they are not known: in the data source's own factory, or after it failed. */
final class UnknownDataException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    UnknownDataException() {
        super("the data source is made first: its factory has no facts of data");
    }
}
