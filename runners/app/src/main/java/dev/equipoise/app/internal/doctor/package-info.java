/** What this machine has to run experiments on. */
@NullMarked
package dev.equipoise.app.internal.doctor;

import org.jspecify.annotations.NullMarked;
