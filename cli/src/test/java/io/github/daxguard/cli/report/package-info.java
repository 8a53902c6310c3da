@NullMarked
package io.github.daxguard.cli.report;

import org.jspecify.annotations.NullMarked;
