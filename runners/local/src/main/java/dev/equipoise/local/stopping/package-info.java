/** Rules that end a run before its last epoch, and the watch for posterior collapse. */
@NullMarked
package dev.equipoise.local.stopping;

import org.jspecify.annotations.NullMarked;
