/** Writes parameters of AWS Systems Manager's Parameter Store, in which applications look up what they need. */
@NullMarked
package io.github.daxguard.parameter;

import org.jspecify.annotations.NullMarked;
