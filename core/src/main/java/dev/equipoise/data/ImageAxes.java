package dev.equipoise.data;

/** Order of the axes of an image in a file. */
public enum ImageAxes {
    /** Channels first; what looks like channels last is refused. */
    AUTO,
    /** (channels, height, width). */
    CHANNELS_FIRST,
    /** (height, width, channels). */
    CHANNELS_LAST
}
