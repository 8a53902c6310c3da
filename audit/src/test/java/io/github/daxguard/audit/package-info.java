/** Tests of the command line, in this JVM. */
@NullMarked
package io.github.daxguard.audit;

import org.jspecify.annotations.NullMarked;
