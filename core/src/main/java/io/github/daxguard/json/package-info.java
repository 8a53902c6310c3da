/** JSON whose shape is not known beforehand, as plain Java values. */
@NullMarked
package io.github.daxguard.json;

import org.jspecify.annotations.NullMarked;
