/** Third-party AWS emulators for the integration tests of all modules. */
@NullMarked
package io.github.daxguard.external;

import org.jspecify.annotations.NullMarked;
