/** What every call to AWS has in common: the clients, the time it may take, whose credentials it carries, how it fails. */
@NullMarked
package io.github.daxguard.aws;

import org.jspecify.annotations.NullMarked;
