/** Tests of the demo, with the emulator in this JVM and HTTP. */
@NullMarked
package io.github.daxguard.cli.demo;

import org.jspecify.annotations.NullMarked;
