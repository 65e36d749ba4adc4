/** A model on an engine, as training, evaluation and use share it. */
@NullMarked
package dev.equipoise.local.internal.model;

import org.jspecify.annotations.NullMarked;
