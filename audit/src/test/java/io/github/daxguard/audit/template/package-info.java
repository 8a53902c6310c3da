@NullMarked
package io.github.daxguard.audit.template;

import org.jspecify.annotations.NullMarked;
