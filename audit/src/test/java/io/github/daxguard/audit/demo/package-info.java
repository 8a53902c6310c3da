/** Tests of the demo, in this JVM and over real HTTP. */
@NullMarked
package io.github.daxguard.audit.demo;

import org.jspecify.annotations.NullMarked;
