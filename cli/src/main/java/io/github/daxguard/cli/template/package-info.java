/** Clusters that files declare, judged before anything is deployed: CloudFormation templates, Terraform plans and states. */
@NullMarked
package io.github.daxguard.cli.template;

import org.jspecify.annotations.NullMarked;
