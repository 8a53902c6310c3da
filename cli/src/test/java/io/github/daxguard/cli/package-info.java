/** Tests of the command line in this JVM. */
@NullMarked
package io.github.daxguard.cli;

import org.jspecify.annotations.NullMarked;
