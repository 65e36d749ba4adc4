@NullMarked
package dev.equipoise.app;

import org.jspecify.annotations.NullMarked;
