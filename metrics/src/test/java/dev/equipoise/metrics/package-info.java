@NullMarked
package dev.equipoise.metrics;

import org.jspecify.annotations.NullMarked;
