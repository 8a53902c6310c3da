/** The entry point of the command line {@code daxguard}, and the handling of invalid command lines. */
@NullMarked
package io.github.daxguard.cli;

import org.jspecify.annotations.NullMarked;
