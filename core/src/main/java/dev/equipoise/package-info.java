/** The entrance for modules that extend Equipoise. */
@NullMarked
package dev.equipoise;

import org.jspecify.annotations.NullMarked;
