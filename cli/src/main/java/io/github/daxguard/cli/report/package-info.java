/** The model of a report, from which all formats are written. */
@NullMarked
package io.github.daxguard.cli.report;

import org.jspecify.annotations.NullMarked;
