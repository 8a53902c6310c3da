/**
 * DAX, AWS Config, CloudWatch, SSM Parameter Store, STS, AWS Organizations and Security Hub as HTTP endpoints on
 * loopback, strict as AWS is, and able to fail on demand.
 *
 * <p>{@link io.github.daxguard.emulator.LocalAws} is where to start: it shows how a client is pointed here.
 */
@NullMarked
package io.github.daxguard.emulator;

import org.jspecify.annotations.NullMarked;
