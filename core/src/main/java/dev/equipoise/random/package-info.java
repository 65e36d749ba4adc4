/** Random numbers that depend on (seed, stream, step) and nothing else. */
@NullMarked
package dev.equipoise.random;

import org.jspecify.annotations.NullMarked;
