/** How a person's own settings lead to AWS: Region, profile, credentials. */
@NullMarked
package io.github.daxguard.cli.access;

import org.jspecify.annotations.NullMarked;
