/** Access to AWS with the operator's settings: Region, profile, credentials. */
@NullMarked
package io.github.daxguard.cli.access;

import org.jspecify.annotations.NullMarked;
