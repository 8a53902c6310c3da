/** Findings of AWS Security Hub: written to a file, or sent to Security Hub. */
@NullMarked
package io.github.daxguard.cli.securityhub;

import org.jspecify.annotations.NullMarked;
