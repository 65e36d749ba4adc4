/** The balance in plain numbers: prices, readings, and the strategies that turn one into the other. */
@NullMarked
package dev.equipoise.balance;

import org.jspecify.annotations.NullMarked;
