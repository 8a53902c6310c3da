/** The decision: what a DAX cluster, the rule's parameters and a date say about a cluster's encryption. */
@NullMarked
package io.github.daxguard.rule;

import org.jspecify.annotations.NullMarked;
