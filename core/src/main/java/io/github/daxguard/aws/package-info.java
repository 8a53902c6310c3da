/** SDK clients, the time budget, credentials and failure messages for calls to AWS. */
@NullMarked
package io.github.daxguard.aws;

import org.jspecify.annotations.NullMarked;
