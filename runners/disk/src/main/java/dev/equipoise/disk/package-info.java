/**
 * Durable storage. All files of a run are written through this package, so that tests can simulate faults of the
 * system.
 */
@NullMarked
package dev.equipoise.disk;

import org.jspecify.annotations.NullMarked;
