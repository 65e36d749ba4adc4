/** What is saved of a run, and when. */
@NullMarked
package dev.equipoise.checkpoint;

import org.jspecify.annotations.NullMarked;
