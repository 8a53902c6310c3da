/** The command line {@code daxguard}: its commands, its exit codes, and what it says to wrong use. */
@NullMarked
package io.github.daxguard.cli;

import org.jspecify.annotations.NullMarked;
