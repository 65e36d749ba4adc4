@NullMarked
package dev.equipoise.local.stopping;

import org.jspecify.annotations.NullMarked;
