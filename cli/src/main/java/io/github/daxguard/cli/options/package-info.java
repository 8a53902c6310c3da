/** The options that commands share: what is asked of clusters, and where reports go in which format. */
@NullMarked
package io.github.daxguard.cli.options;

import org.jspecify.annotations.NullMarked;
