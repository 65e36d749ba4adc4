/** How a run is started, what it reports to its listeners, and its result. */
@NullMarked
package dev.equipoise.run;

import org.jspecify.annotations.NullMarked;
