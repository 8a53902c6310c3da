/** Tests of the way from a person's settings to AWS. */
@NullMarked
package io.github.daxguard.cli.access;

import org.jspecify.annotations.NullMarked;
