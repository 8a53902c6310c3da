/** Tests of access to AWS with the operator's settings. */
@NullMarked
package io.github.daxguard.cli.access;

import org.jspecify.annotations.NullMarked;
