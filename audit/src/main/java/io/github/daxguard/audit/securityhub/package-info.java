/** A report as findings of AWS Security Hub: written to a file, or sent there. */
@NullMarked
package io.github.daxguard.audit.securityhub;

import org.jspecify.annotations.NullMarked;
