/** The machine that a run shares with others. */
@NullMarked
package dev.equipoise.local.machine;

import org.jspecify.annotations.NullMarked;
