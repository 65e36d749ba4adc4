/** What saved models make of data, for readers and programs. */
@NullMarked
package dev.equipoise.app.internal.saved;

import org.jspecify.annotations.NullMarked;
