/** Names that the functions and the deployment share, as constants. */
@NullMarked
package io.github.daxguard.contract;

import org.jspecify.annotations.NullMarked;
