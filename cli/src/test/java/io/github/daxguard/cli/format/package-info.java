@NullMarked
package io.github.daxguard.cli.format;

import org.jspecify.annotations.NullMarked;
