@NullMarked
package dev.equipoise.metrics.endpoint;

import org.jspecify.annotations.NullMarked;
