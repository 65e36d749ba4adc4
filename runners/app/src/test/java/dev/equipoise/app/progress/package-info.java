@NullMarked
package dev.equipoise.app.progress;

import org.jspecify.annotations.NullMarked;
