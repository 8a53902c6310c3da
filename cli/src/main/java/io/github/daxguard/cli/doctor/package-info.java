/** The command that proves, in an account, that daxguard can be deployed and that a deployment works. */
@NullMarked
package io.github.daxguard.cli.doctor;

import org.jspecify.annotations.NullMarked;
