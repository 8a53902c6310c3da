package io.github.daxguard.cli.replace;

import io.github.daxguard.aws.AwsCalls;
import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.aws.Operation;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/**
 * An SSM parameter from which applications read the endpoint.
 *
 * @param name with its path: {@code /daxguard/orders}
 * @see <a href="https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html">PutParameter</a>
 */
record EndpointParameter(String name) {

    static final String EXPECTED =
            "the name of an SSM parameter, such as /daxguard/orders. It is a single name, or a path that begins with / and "
                    + "has at most 15 levels. It must not begin with aws, ssm or /aws/, in upper or lower case";

    private static final int LONGEST_NAME = 1011;

    private static final Pattern NAME =
            Pattern.compile("(?!(?i:aws|ssm|/aws/))([a-zA-Z0-9_.-]+|(/[a-zA-Z0-9_.-]+){1,15})");

    private static final String REFUSED = "Parameter Store rejected the name, the value or the type (String). "
            + "Specify another --endpoint-parameter, such as /daxguard/orders.";

    private static final Operation PUT_PARAMETER = Operation.of("ssm", "PutParameter")
            .refusedWith(REFUSED)
            .failingWith("HierarchyTypeMismatchException", REFUSED)
            .failingWith("HierarchyLevelLimitExceededException", REFUSED);

    /** The endpoint could not be written. */
    static final class WriteException extends RuntimeException {
        WriteException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** Whether the name has the form that Parameter Store accepts. */
    static boolean isName(String name) {
        return name.length() <= LONGEST_NAME && NAME.matcher(name).matches();
    }

    /** Writes the endpoint as a parameter of type String, and overwrites its previous value. */
    void write(String endpoint, AwsClients clients, AwsCalls calls) {
        try (SsmClient ssm = clients.newClient(SsmClient.builder())) {
            calls.call(
                    PUT_PARAMETER,
                    WriteException::new,
                    configuration -> ssm.putParameter(request -> request.name(name)
                            .value(endpoint)
                            .type(ParameterType.STRING)
                            .overwrite(true)
                            .overrideConfiguration(configuration)));
        }
    }
}
