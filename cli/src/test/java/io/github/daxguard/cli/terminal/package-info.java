/** Tests of the output for people. */
@NullMarked
package io.github.daxguard.cli.terminal;

import org.jspecify.annotations.NullMarked;
