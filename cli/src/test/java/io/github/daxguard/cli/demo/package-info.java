/** Tests of the demo, in this JVM and over real HTTP. */
@NullMarked
package io.github.daxguard.cli.demo;

import org.jspecify.annotations.NullMarked;
