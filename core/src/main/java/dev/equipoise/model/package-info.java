/** The variational autoencoder: layers as records, posterior, and the named output. */
@NullMarked
package dev.equipoise.model;

import org.jspecify.annotations.NullMarked;
