/** Everything of a run but the training. */
@NullMarked
package dev.equipoise.app.internal.rehearsal;

import org.jspecify.annotations.NullMarked;
