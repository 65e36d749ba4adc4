/** The learning-rate range test: a short training whose rate rises until it is too high. */
@NullMarked
package dev.equipoise.app.findlr;

import org.jspecify.annotations.NullMarked;
