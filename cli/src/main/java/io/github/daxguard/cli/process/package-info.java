/** What a command has to do with as a process: streams, a person, a clock, the way to AWS, exit codes. */
@NullMarked
package io.github.daxguard.cli.process;

import org.jspecify.annotations.NullMarked;
