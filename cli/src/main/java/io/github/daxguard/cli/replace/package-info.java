/** The command {@code replace}: leads a person through the replacement of a cluster that is not encrypted. */
@NullMarked
package io.github.daxguard.cli.replace;

import org.jspecify.annotations.NullMarked;
