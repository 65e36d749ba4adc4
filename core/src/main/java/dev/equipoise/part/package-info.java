/** The vocabulary of parts: what an annotation, its factory and its role are, and the facts that a factory gets. */
@NullMarked
package dev.equipoise.part;

import org.jspecify.annotations.NullMarked;
