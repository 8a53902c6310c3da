/** Tests of the executable jar, as a process. */
@NullMarked
package io.github.daxguard.cli.packaged;

import org.jspecify.annotations.NullMarked;
