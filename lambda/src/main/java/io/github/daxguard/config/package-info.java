/** AWS Config's events, and one run of the rule. */
@NullMarked
package io.github.daxguard.config;

import org.jspecify.annotations.NullMarked;
