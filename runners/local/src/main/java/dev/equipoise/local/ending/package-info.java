/** How a process ends that is asked to. */
@NullMarked
package dev.equipoise.local.ending;

import org.jspecify.annotations.NullMarked;
