/** How a process ends that is asked to. */
@NullMarked
package dev.equipoise.app.ending;

import org.jspecify.annotations.NullMarked;
