/** Parts and experiments found on the class path, and what overrides an experiment found outside of it. */
@NullMarked
package dev.equipoise.local.discovery;

import org.jspecify.annotations.NullMarked;
