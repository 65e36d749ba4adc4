@NullMarked
package dev.equipoise.app.plan;

import org.jspecify.annotations.NullMarked;
