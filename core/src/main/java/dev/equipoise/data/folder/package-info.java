/** Data in folders of pictures. */
@NullMarked
package dev.equipoise.data.folder;

import org.jspecify.annotations.NullMarked;
