/** Tests of the output for people. */
@NullMarked
package io.github.daxguard.audit.terminal;

import org.jspecify.annotations.NullMarked;
