/** The writers of the report formats, and the reader of baselines. */
@NullMarked
package io.github.daxguard.cli.format;

import org.jspecify.annotations.NullMarked;
