/** The command {@code replace}: guides the operator through the replacement of a cluster that is not encrypted. */
@NullMarked
package io.github.daxguard.cli.replace;

import org.jspecify.annotations.NullMarked;
