/** Clusters as templates declare them, judged before they are made. */
@NullMarked
package io.github.daxguard.template;

import org.jspecify.annotations.NullMarked;
