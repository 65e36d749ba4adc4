@NullMarked
package dev.equipoise.stopping;

import org.jspecify.annotations.NullMarked;
