/** Everything that knows which engine runs. */
@NullMarked
package dev.equipoise.engine;

import org.jspecify.annotations.NullMarked;
