/** The command {@code check-template}: evaluates clusters in CloudFormation templates, Terraform plans and states. */
@NullMarked
package io.github.daxguard.cli.template;

import org.jspecify.annotations.NullMarked;
