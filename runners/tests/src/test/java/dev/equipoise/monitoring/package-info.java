@NullMarked
package dev.equipoise.monitoring;

import org.jspecify.annotations.NullMarked;
