/** A DAX cluster as a template declares it, its evaluation, and the requests and responses of the hook. */
@NullMarked
package io.github.daxguard.template;

import org.jspecify.annotations.NullMarked;
