/** Tests of the terminal output. */
@NullMarked
package io.github.daxguard.cli.terminal;

import org.jspecify.annotations.NullMarked;
