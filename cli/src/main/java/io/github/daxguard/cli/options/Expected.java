package io.github.daxguard.cli.options;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The accepted form of values, as messages state it. */
public final class Expected {

    private Expected() {}

    /** {@code table, json or csv}. */
    public static String oneOf(Collection<?> values) {
        List<String> names = values.stream().map(String::valueOf).toList();
        int last = names.size() - 1;
        return last < 1 ? String.join("", names) : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
    }

    /** A whole number in this range. */
    static String wholeNumber(int least, int most) {
        return "a whole number, " + least + " to " + most;
    }

    /** A value that picocli can convert to the type of the option. */
    public static String valueOf(ArgSpec argument) {
        Class<?> type = argument.typeInfo().getType();
        if (type.isEnum()) {
            return oneOf(Arrays.asList(type.getEnumConstants()));
        }
        return type == boolean.class ? "true or false" : argument.paramLabel();
    }

    /** The argument as in the synopsis: {@code --region=REGION}. */
    public static String form(ArgSpec argument, CommandSpec command) {
        return argument.isOption()
                ? name(argument) + "=" + argument.paramLabel()
                : command.qualifiedName() + " " + argument.paramLabel();
    }

    /** The name in messages: {@code --region}, {@code CLUSTER}. */
    public static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }
}
