@NullMarked
package io.github.daxguard.cli.scan;

import org.jspecify.annotations.NullMarked;
