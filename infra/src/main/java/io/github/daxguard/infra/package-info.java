/** The CDK app: puts the packaged function, its Config rules and what watches them into an account or an organization. */
@NullMarked
package io.github.daxguard.infra;

import org.jspecify.annotations.NullMarked;
