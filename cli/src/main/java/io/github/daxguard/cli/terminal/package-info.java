/** Terminal output: 80 columns, tables, optional color, questions and progress. */
@NullMarked
package io.github.daxguard.cli.terminal;

import org.jspecify.annotations.NullMarked;
