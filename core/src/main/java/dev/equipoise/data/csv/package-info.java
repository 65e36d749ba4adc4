/** Data in text files of separated values. */
@NullMarked
package dev.equipoise.data.csv;

import org.jspecify.annotations.NullMarked;
