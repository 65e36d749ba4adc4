/** The way to durable storage: the one place where a run's files meet the system, so that its faults can be played. */
@NullMarked
package dev.equipoise.disk;

import org.jspecify.annotations.NullMarked;
