/** What an audit has found out: the one model that all formats are written from. */
@NullMarked
package io.github.daxguard.cli.report;

import org.jspecify.annotations.NullMarked;
