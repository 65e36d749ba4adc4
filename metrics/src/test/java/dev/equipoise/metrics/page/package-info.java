@NullMarked
package dev.equipoise.metrics.page;

import org.jspecify.annotations.NullMarked;
