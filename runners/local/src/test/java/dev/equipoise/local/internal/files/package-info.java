@NullMarked
package dev.equipoise.local.internal.files;

import org.jspecify.annotations.NullMarked;
