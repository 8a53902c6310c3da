/** The options that commands share: controls and exemptions, formats and files of reports. */
@NullMarked
package io.github.daxguard.cli.options;

import org.jspecify.annotations.NullMarked;
