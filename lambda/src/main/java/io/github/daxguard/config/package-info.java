/** AWS Config's side: reading the events it sends, running the rule on them, reporting verdicts, clearing old ones. */
@NullMarked
package io.github.daxguard.config;

import org.jspecify.annotations.NullMarked;
