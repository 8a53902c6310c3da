/** The command {@code scan}: scans the clusters of many accounts and Regions concurrently. */
@NullMarked
package io.github.daxguard.cli.scan;

import org.jspecify.annotations.NullMarked;
