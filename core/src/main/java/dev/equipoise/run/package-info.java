/** What a run tells its listeners: numbers only. */
@NullMarked
package dev.equipoise.run;

import org.jspecify.annotations.NullMarked;
