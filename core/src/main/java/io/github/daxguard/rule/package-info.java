/** The evaluation of clusters: controls, verdicts, exemptions, parameters, and rejected input. */
@NullMarked
package io.github.daxguard.rule;

import org.jspecify.annotations.NullMarked;
