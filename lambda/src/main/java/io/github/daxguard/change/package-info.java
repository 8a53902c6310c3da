/** CloudTrail events of DAX from an SQS queue, and the start of the rules for them. */
@NullMarked
package io.github.daxguard.change;

import org.jspecify.annotations.NullMarked;
