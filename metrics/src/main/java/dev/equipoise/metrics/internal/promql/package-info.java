/** PromQL that can be made of meters and their labels alone. */
@NullMarked
package dev.equipoise.metrics.internal.promql;

import org.jspecify.annotations.NullMarked;
