/** The daily digest of an organization: reading the aggregator, comparing with the previous digest, and the e-mail. */
@NullMarked
package io.github.daxguard.digest;

import org.jspecify.annotations.NullMarked;
