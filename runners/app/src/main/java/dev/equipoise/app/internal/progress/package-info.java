/** What a person sees of a run: its progress and its results. */
@NullMarked
package dev.equipoise.app.internal.progress;

import org.jspecify.annotations.NullMarked;
