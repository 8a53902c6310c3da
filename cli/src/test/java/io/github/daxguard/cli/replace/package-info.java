/** Tests of the command {@code replace}, against an AWS inside this JVM. */
@NullMarked
package io.github.daxguard.cli.replace;

import org.jspecify.annotations.NullMarked;
