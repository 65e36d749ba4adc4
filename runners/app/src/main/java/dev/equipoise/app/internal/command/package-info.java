/** The commands of the command line. */
@NullMarked
package dev.equipoise.app.internal.command;

import org.jspecify.annotations.NullMarked;
