/** A report as findings of AWS Security Hub: written to a file, or sent there. */
@NullMarked
package io.github.daxguard.cli.securityhub;

import org.jspecify.annotations.NullMarked;
