/** The process of a command: streams, operator, clock, access to AWS, exit codes. */
@NullMarked
package io.github.daxguard.cli.process;

import org.jspecify.annotations.NullMarked;
