/** Replaces a cluster that is not encrypted: plans, creates, verifies, checks the traffic, deletes. */
@NullMarked
package io.github.daxguard.replacement;

import org.jspecify.annotations.NullMarked;
