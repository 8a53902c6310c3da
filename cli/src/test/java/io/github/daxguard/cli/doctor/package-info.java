/** Tests of the command {@code doctor}, against the emulator in this JVM. */
@NullMarked
package io.github.daxguard.cli.doctor;

import org.jspecify.annotations.NullMarked;
