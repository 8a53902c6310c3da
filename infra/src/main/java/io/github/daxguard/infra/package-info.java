/** The CDK app, which deploys the functions, the AWS Config rules and their monitoring to an account or an organization. */
@NullMarked
package io.github.daxguard.infra;

import org.jspecify.annotations.NullMarked;
