@NullMarked
package io.github.daxguard.cli.template;

import org.jspecify.annotations.NullMarked;
