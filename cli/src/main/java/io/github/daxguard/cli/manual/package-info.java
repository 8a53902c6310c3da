/** The completion scripts and man pages, generated from picocli's model of the commands. */
@NullMarked
package io.github.daxguard.cli.manual;

import org.jspecify.annotations.NullMarked;
