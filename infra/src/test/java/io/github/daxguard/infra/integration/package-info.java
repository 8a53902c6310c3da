/** Tests of the packaged functions and the synthesised stack with emulators of AWS. */
@NullMarked
package io.github.daxguard.infra.integration;

import org.jspecify.annotations.NullMarked;
