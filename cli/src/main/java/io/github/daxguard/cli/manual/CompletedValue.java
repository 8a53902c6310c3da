package io.github.daxguard.cli.manual;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What a shell offers as the value of an option or as an argument.
 *
 * @param isFile whether the shell completes file names
 * @param isList whether several values are accepted, separated by commas
 * @param candidates the accepted values; empty if there are others
 */
record CompletedValue(boolean isFile, boolean isList, List<String> candidates) {

    private static final Pattern FIRST_SENTENCE = Pattern.compile("(.+?)\\.?(\\. .*)?", Pattern.DOTALL);

    static CompletedValue of(ArgSpec argument) {
        List<String> candidates = new ArrayList<>();
        if (argument.completionCandidates() != null) {
            argument.completionCandidates().forEach(candidates::add);
        }
        String label = argument.paramLabel();
        return new CompletedValue(label.equals("FILE"), label.equals("LIST") && !candidates.isEmpty(), candidates);
    }

    /** The options in the order of the help. */
    static Stream<OptionSpec> options(CommandSpec command) {
        return command.options().stream().filter(option -> !option.hidden());
    }

    static boolean hasValue(OptionSpec option) {
        return option.arity().max() > 0;
    }

    /** The first sentence of a description, without its full stop. */
    static String summary(String... description) {
        Matcher sentence = FIRST_SENTENCE.matcher(description.length == 0 ? "" : String.format(description[0]));
        return sentence.matches() ? sentence.group(1) : "";
    }
}
