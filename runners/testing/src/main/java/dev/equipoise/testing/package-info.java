/** For the tests of your own parts: contracts that every part keeps, readings and events of runs, fluent assertions. */
@NullMarked
package dev.equipoise.testing;

import org.jspecify.annotations.NullMarked;
