/** The command {@code scan}: looks at the clusters of many accounts and Regions at once. */
@NullMarked
package io.github.daxguard.cli.scan;

import org.jspecify.annotations.NullMarked;
