/** Output for people: 80 columns, tables, and colour where it is wanted. */
@NullMarked
package io.github.daxguard.cli.terminal;

import org.jspecify.annotations.NullMarked;
