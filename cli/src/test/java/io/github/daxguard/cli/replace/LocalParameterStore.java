package io.github.daxguard.cli.replace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.emulator.AwsError;
import io.github.daxguard.emulator.Call;
import io.github.daxguard.emulator.LocalAws;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Parameter Store of the emulated accounts: it writes parameters of the type String.
 *
 * @see <a href="https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html">PutParameter</a>
 */
public final class LocalParameterStore {

    private final Map<String, String> values = new ConcurrentHashMap<>();

    public LocalParameterStore(LocalAws aws) {
        aws.answer("ssm", "PutParameter", this::putParameter);
    }

    /** The value of the parameter; {@code ""} if it does not exist. */
    public String value(String account, String region, String name) {
        return values.getOrDefault(key(account, region, name), "");
    }

    private static String key(String account, String region, String name) {
        return account + " " + region + " " + name;
    }

    private ObjectNode putParameter(Call call) {
        JsonNode input = call.body();
        String name = input.path("Name").asText();
        String value = input.path("Value").asText();
        if (!name.matches("(/[a-zA-Z0-9_.-]+)+|[a-zA-Z0-9_.-]+")
                || name.matches("(?i)/?(aws|ssm).*")
                || value.isEmpty()
                || value.length() > 4096
                || !input.path("Type").asText().equals("String")) {
            throw AwsError.of("ValidationException", "Not a valid parameter of the type String: " + input);
        }
        String key = key(call.account(), call.region(), name);
        if (values.containsKey(key) && !input.path("Overwrite").asBoolean()) {
            throw AwsError.of("ParameterAlreadyExists", "The parameter already exists.");
        }
        values.put(key, value);
        return JsonNodeFactory.instance.objectNode().put("Version", 1).put("Tier", "Standard");
    }
}
