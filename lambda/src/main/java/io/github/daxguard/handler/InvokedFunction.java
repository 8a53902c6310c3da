package io.github.daxguard.handler;

import com.amazonaws.services.lambda.runtime.Context;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The ARN by which a function was invoked. */
final class InvokedFunction {

    private static final Pattern ARN = Pattern.compile("arn:[^:]+:lambda:[^:]+:(?<account>\\d{12}):.*");

    private InvokedFunction() {}

    /** The account of the function's credentials; empty if it is not known. */
    static Optional<String> account(Context context) {
        @Nullable String arn = context.getInvokedFunctionArn();
        if (arn == null) {
            return Optional.empty();
        }
        Matcher matcher = ARN.matcher(arn);
        return matcher.matches() ? Optional.of(matcher.group("account")) : Optional.empty();
    }
}
