@NullMarked
package dev.equipoise.metrics.internal.page;

import org.jspecify.annotations.NullMarked;
