/** Reads DAX: a complete listing of an account and Region, one cluster by its name, a cluster's tags. */
@NullMarked
package io.github.daxguard.dax;

import org.jspecify.annotations.NullMarked;
