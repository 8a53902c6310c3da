@NullMarked
package io.github.daxguard.audit.scan;

import org.jspecify.annotations.NullMarked;
