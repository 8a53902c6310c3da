@NullMarked
package io.github.daxguard.audit.format;

import org.jspecify.annotations.NullMarked;
