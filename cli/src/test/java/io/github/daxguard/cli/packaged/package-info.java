/** Tests of the executable jar in its own process. */
@NullMarked
package io.github.daxguard.cli.packaged;

import org.jspecify.annotations.NullMarked;
