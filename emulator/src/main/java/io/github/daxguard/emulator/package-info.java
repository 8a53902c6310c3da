/**
 * An emulator of DAX, AWS Config, CloudWatch, Systems Manager and STS with HTTP endpoints on loopback, as strict as AWS and
 * with faults on demand. {@link io.github.daxguard.emulator.LocalAws} has an example of a client.
 */
@NullMarked
package io.github.daxguard.emulator;

import org.jspecify.annotations.NullMarked;
