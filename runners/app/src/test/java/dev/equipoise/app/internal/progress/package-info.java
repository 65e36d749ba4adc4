@NullMarked
package dev.equipoise.app.internal.progress;

import org.jspecify.annotations.NullMarked;
