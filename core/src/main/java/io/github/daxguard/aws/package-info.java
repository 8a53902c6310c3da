/** What every call to AWS needs: SDK clients, the time budget, credentials, the report of a failure. */
@NullMarked
package io.github.daxguard.aws;

import org.jspecify.annotations.NullMarked;
