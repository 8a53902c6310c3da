@NullMarked
package io.github.daxguard.cli.securityhub;

import org.jspecify.annotations.NullMarked;
