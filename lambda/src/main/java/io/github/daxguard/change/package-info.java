/** Changes of clusters that a queue brings soon after they were made: reading them, and starting the rules for them. */
@NullMarked
package io.github.daxguard.change;

import org.jspecify.annotations.NullMarked;
