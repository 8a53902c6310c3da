/**
 * DAX, AWS Config, CloudWatch, Systems Manager and STS as HTTP endpoints on loopback, as strict as AWS and able to fail on
 * demand. {@link io.github.daxguard.emulator.LocalAws} shows how a client uses them.
 */
@NullMarked
package io.github.daxguard.emulator;

import org.jspecify.annotations.NullMarked;
