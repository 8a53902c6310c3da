package io.github.daxguard.parameter;

import io.github.daxguard.aws.AwsCalls;
import io.github.daxguard.aws.JsonService;
import io.github.daxguard.aws.Operation;
import io.github.daxguard.json.JsonTree;
import java.util.Map;

/**
 * Parameter Store, as far as a text is written to it.
 *
 * @see <a href="https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html">PutParameter</a>
 */
public final class ParameterStore {

    private final JsonService ssm;

    public ParameterStore(JsonService ssm) {
        this.ssm = ssm;
    }

    /**
     * Writes a parameter of type String, over whatever text it had. Costs one PutParameter.
     *
     * @param name with its path: {@code /daxguard/orders}
     * @param value 1 to 4,096 characters
     * @throws ParameterException if it could not be written
     */
    public void put(String name, String value, AwsCalls calls) {
        String input = JsonTree.write(Map.of("Name", name, "Value", value, "Type", "String", "Overwrite", true));
        calls.call(
                Operation.PUT_PARAMETER,
                ParameterException::new,
                configuration -> ssm.call(Operation.PUT_PARAMETER.awsName(), input, configuration));
    }
}
