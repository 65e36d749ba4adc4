/** The composition root: the launcher, and running an experiment from a program. */
@NullMarked
package dev.equipoise.app;

import org.jspecify.annotations.NullMarked;
