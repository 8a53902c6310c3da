/** Tests of the command {@code replace}, against the emulator in this JVM. */
@NullMarked
package io.github.daxguard.cli.replace;

import org.jspecify.annotations.NullMarked;
