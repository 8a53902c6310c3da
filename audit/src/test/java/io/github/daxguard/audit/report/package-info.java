@NullMarked
package io.github.daxguard.audit.report;

import org.jspecify.annotations.NullMarked;
