/** For the tests of your own parts: contracts for parts, readings and events of runs, fluent assertions. */
@NullMarked
package dev.equipoise.testing;

import org.jspecify.annotations.NullMarked;
