@NullMarked
package io.github.daxguard.cli.options;

import org.jspecify.annotations.NullMarked;
