/** A DAX cluster as CloudFormation declares it, its evaluation, and the answer of the hook. */
@NullMarked
package io.github.daxguard.template;

import org.jspecify.annotations.NullMarked;
