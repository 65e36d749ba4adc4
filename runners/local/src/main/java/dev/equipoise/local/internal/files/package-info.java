/** The files of a run: its directory, its plan, environment, metrics, summary and log. */
@NullMarked
package dev.equipoise.local.internal.files;

import org.jspecify.annotations.NullMarked;
