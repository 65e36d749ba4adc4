@NullMarked
package dev.equipoise.local.export;

import org.jspecify.annotations.NullMarked;
