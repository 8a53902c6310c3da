/** The packaged function and the synthesised stack against servers that answer as AWS does. */
@NullMarked
package io.github.daxguard.infra.integration;

import org.jspecify.annotations.NullMarked;
