/** The command {@code demo}: a story in acts, played with the real function against an AWS inside this JVM. */
@NullMarked
package io.github.daxguard.cli.demo;

import org.jspecify.annotations.NullMarked;
