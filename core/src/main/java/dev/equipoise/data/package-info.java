/** Where the data comes from and how it is preprocessed. */
@NullMarked
package dev.equipoise.data;

import org.jspecify.annotations.NullMarked;
