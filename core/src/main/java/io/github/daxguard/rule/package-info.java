/** The decision about encryption: clusters, controls, verdicts, exemptions, parameters, and the input that is rejected. */
@NullMarked
package io.github.daxguard.rule;

import org.jspecify.annotations.NullMarked;
