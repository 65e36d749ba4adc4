/** Runs experiments in this process. */
@NullMarked
package dev.equipoise.local;

import org.jspecify.annotations.NullMarked;
