package io.github.daxguard.config;

import com.amazonaws.services.lambda.runtime.events.ConfigEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON that AWS Config sends to a custom rule's function.
 *
 * <p>The Lambda runtime's own reader would add half a second to a cold start; this one takes the same fields, and like it
 * passes over those that it does not know ({@code evaluationMode}).
 *
 * @see <a href="https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_example-events.html">
 *     Example events</a>
 */
final class ConfigEventReader {

    private static final String VERSION = "version";
    private static final String INVOKING_EVENT = "invokingEvent";
    private static final String RULE_PARAMETERS = "ruleParameters";
    private static final String RESULT_TOKEN = "resultToken";
    private static final String EVENT_LEFT_SCOPE = "eventLeftScope";
    private static final String EXECUTION_ROLE_ARN = "executionRoleArn";
    private static final String CONFIG_RULE_ARN = "configRuleArn";
    private static final String CONFIG_RULE_NAME = "configRuleName";
    private static final String CONFIG_RULE_ID = "configRuleId";
    private static final String ACCOUNT_ID = "accountId";

    private ConfigEventReader() {}

    /**
     * Reads an event; fields that are missing stay null, as with the runtime's own reader.
     *
     * @throws InvalidEventException if it is no JSON object, or a field is of another JSON type
     */
    static ConfigEvent read(byte[] json) {
        JsonFields fields = JsonFields.read(
                json,
                "",
                List.of(
                        VERSION,
                        INVOKING_EVENT,
                        RULE_PARAMETERS,
                        RESULT_TOKEN,
                        EVENT_LEFT_SCOPE,
                        EXECUTION_ROLE_ARN,
                        CONFIG_RULE_ARN,
                        CONFIG_RULE_NAME,
                        CONFIG_RULE_ID,
                        ACCOUNT_ID));
        ConfigEvent event = new ConfigEvent();
        event.setVersion(text(fields, VERSION));
        event.setInvokingEvent(text(fields, INVOKING_EVENT));
        event.setRuleParameters(text(fields, RULE_PARAMETERS));
        event.setResultToken(text(fields, RESULT_TOKEN));
        event.setEventLeftScope(fields.flag(EVENT_LEFT_SCOPE));
        event.setExecutionRoleArn(text(fields, EXECUTION_ROLE_ARN));
        event.setConfigRuleArn(text(fields, CONFIG_RULE_ARN));
        event.setConfigRuleName(text(fields, CONFIG_RULE_NAME));
        event.setConfigRuleId(text(fields, CONFIG_RULE_ID));
        event.setAccountId(text(fields, ACCOUNT_ID));
        return event;
    }

    private static @Nullable String text(JsonFields fields, String name) {
        boolean json = name.equals(INVOKING_EVENT) || name.equals(RULE_PARAMETERS);
        return fields.string(name, json ? "a JSON object as a string" : "a string")
                .orElse(null);
    }
}
