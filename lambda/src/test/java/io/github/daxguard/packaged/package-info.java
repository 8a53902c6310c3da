/** The packaged function, run as Lambda runs it: AWS's own runtime client in a process of its own. */
@NullMarked
package io.github.daxguard.packaged;

import org.jspecify.annotations.NullMarked;
