/** The command {@code demo}: acts that run the real functions with the emulator in this JVM. */
@NullMarked
package io.github.daxguard.cli.demo;

import org.jspecify.annotations.NullMarked;
