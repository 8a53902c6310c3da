/** Replaces a cluster that is not encrypted by one that is: plans it, carries it out, and checks before each change. */
@NullMarked
package io.github.daxguard.replacement;

import org.jspecify.annotations.NullMarked;
