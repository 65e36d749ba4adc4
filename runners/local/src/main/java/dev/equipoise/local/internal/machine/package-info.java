/** The machine that a run shares with others. */
@NullMarked
package dev.equipoise.local.internal.machine;

import org.jspecify.annotations.NullMarked;
