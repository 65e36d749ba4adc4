/** The data sets of CIFAR. */
@NullMarked
package dev.equipoise.data.cifar;

import org.jspecify.annotations.NullMarked;
