/** The learning-rate range test: a short training whose rate rises until it is too high. */
@NullMarked
package dev.equipoise.app.internal.findlr;

import org.jspecify.annotations.NullMarked;
