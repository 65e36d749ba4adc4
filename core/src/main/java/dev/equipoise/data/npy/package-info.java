/** Data in the files of NumPy. */
@NullMarked
package dev.equipoise.data.npy;

import org.jspecify.annotations.NullMarked;
