/** The packaged function, run like in Lambda: by AWS's runtime client in a separate process. */
@NullMarked
package io.github.daxguard.packaged;

import org.jspecify.annotations.NullMarked;
