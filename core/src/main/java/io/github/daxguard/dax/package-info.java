/** Reads DAX: all clusters of an account and Region, one cluster by its name, and a cluster's tags. */
@NullMarked
package io.github.daxguard.dax;

import org.jspecify.annotations.NullMarked;
