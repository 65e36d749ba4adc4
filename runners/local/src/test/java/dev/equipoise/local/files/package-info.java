@NullMarked
package dev.equipoise.local.files;

import org.jspecify.annotations.NullMarked;
