/** What this machine has to run experiments on. */
@NullMarked
package dev.equipoise.app.doctor;

import org.jspecify.annotations.NullMarked;
