package io.github.daxguard.cli.options;

import io.github.daxguard.rule.Rejection;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Reads the value of an option as a whole number. Picocli's own error does not state the accepted range. */
public final class WholeNumber {

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");

    private WholeNumber() {}

    /**
     * The number in the value.
     *
     * @throws ParameterException if it is not a whole number in this range
     */
    public static int of(String option, String value, int least, int most, CommandSpec command) {
        if (DIGITS.matcher(value).matches()) {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw new ParameterException(
                command.commandLine(),
                Rejection.ofValue("", option, value, Expected.wholeNumber(least, most))
                        .message());
    }
}
