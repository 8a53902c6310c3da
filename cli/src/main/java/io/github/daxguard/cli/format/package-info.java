/** A report in the formats that people and other programs read: a small writer for each. */
@NullMarked
package io.github.daxguard.cli.format;

import org.jspecify.annotations.NullMarked;
