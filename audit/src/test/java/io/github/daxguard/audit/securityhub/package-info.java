@NullMarked
package io.github.daxguard.audit.securityhub;

import org.jspecify.annotations.NullMarked;
