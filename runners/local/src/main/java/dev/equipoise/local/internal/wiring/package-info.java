/** How the parts of a run come together. */
@NullMarked
package dev.equipoise.local.internal.wiring;

import org.jspecify.annotations.NullMarked;
