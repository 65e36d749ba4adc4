/** Numbers and values as text, the same in every locale. */
@NullMarked
package dev.equipoise.text;

import org.jspecify.annotations.NullMarked;
