/** How a process ends after a signal. */
@NullMarked
package dev.equipoise.local.ending;

import org.jspecify.annotations.NullMarked;
