/** Rules that end a run before its last epoch, and the watch for posterior collapse. */
@NullMarked
package dev.equipoise.stopping;

import org.jspecify.annotations.NullMarked;
