/** Servers of others that answer as AWS does, for integration tests of every module. */
@NullMarked
package io.github.daxguard.emulator;

import org.jspecify.annotations.NullMarked;
