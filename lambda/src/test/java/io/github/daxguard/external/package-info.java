/** Servers of others that answer as AWS does, for integration tests of every module. */
@NullMarked
package io.github.daxguard.external;

import org.jspecify.annotations.NullMarked;
