/** The Lambda entry points, one class each: they wire the other packages together and do nothing else. */
@NullMarked
package io.github.daxguard.handler;

import org.jspecify.annotations.NullMarked;
