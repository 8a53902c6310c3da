/** Reads JSON objects into Java values. */
@NullMarked
package io.github.daxguard.json;

import org.jspecify.annotations.NullMarked;
