package io.github.daxguard.template;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.json.InvalidJsonException;
import io.github.daxguard.json.JsonTree;
import io.github.daxguard.rule.Control;
import io.github.daxguard.rule.RuleParameters;
import io.github.daxguard.template.HookResponse.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Random input with a fixed seed: the hook passes only encrypted clusters. */
class TemplateHookNoiseTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final LocalDate TODAY = LocalDate.parse("2027-01-31");
    private static final Path EVENTS = Path.of("../test-events/template-hook");

    /** Parts of values that resemble the accepted values. */
    private static final List<String> WORDS = List.of(
            "true", "True", "TRUE", " true", "false", "1", "TLS", "tls", "NONE", "", "SSEEnabled", "Ref", "Fn::If");

    private final Random random = new Random(20_270_131);
    private final TemplateHook hook = new TemplateHook(List.of(Control.values()), RuleParameters.parse(Map.of()));

    @Test
    void evaluate_randomValuesOfBothProperties_passesOnlyAcceptedValues() {
        int passed = 0;
        for (int i = 0; i < 20_000; i++) {
            JsonNode sse = random.nextInt(4) == 0 ? JSON.createObjectNode().put("SSEEnabled", true) : value(0);
            JsonNode endpoint = random.nextInt(4) == 0 ? NODES.textNode("TLS") : value(0);
            HookResponse answer = evaluate(request(sse, endpoint));
            boolean accepted = isAccepted(sse) && endpoint.equals(NODES.textNode("TLS"));
            assertThat(answer.outcome())
                    .as("SSESpecification %s, ClusterEndpointEncryptionType %s", sse, endpoint)
                    .isEqualTo(accepted ? Outcome.PASSED : Outcome.REFUSED);
            passed += accepted ? 1 : 0;
        }
        assertThat(passed).isGreaterThan(100);
    }

    @Test
    void evaluate_refusedEventWithRandomBytes_passesOnlyOtherResourceTypes() throws IOException {
        int evaluated = 0;
        for (Path file : refusedEvents()) {
            byte[] original = Files.readAllBytes(file);
            for (int i = 0; i < 200; i++) {
                byte[] noisy = original.clone();
                for (int changes = random.nextInt(4); changes >= 0; changes--) {
                    noisy[random.nextInt(noisy.length)] = (byte) (random.nextInt(95) + 32);
                }
                try {
                    HookResponse answer = evaluate(noisy);
                    evaluated++;
                    assertThat(answer.message()).hasSizeBetween(1, 1024);
                    assertThat(answer.outcome() == Outcome.PASSED)
                            .as("%s: %s", file, new String(noisy, UTF_8))
                            .isEqualTo(answer.message().startsWith("Not evaluated: the hook evaluates "));
                } catch (InvalidJsonException e) {
                    assertThat(e.getMessage()).hasSizeLessThan(120);
                }
            }
        }
        assertThat(evaluated).isGreaterThan(1000);
    }

    private HookResponse evaluate(byte[] request) {
        return hook.evaluate(HookRequest.of(JsonTree.read(request)), TODAY);
    }

    private static boolean isAccepted(JsonNode sse) {
        return sse.isObject()
                && sse.size() == 1
                && (sse.path("SSEEnabled").equals(NODES.booleanNode(true))
                        || sse.path("SSEEnabled").equals(NODES.textNode("true")));
    }

    private static byte[] request(JsonNode sse, JsonNode endpoint) {
        ObjectNode request = JSON.createObjectNode().put("actionInvocationPoint", "CREATE_PRE_PROVISION");
        ObjectNode data = request.putObject("requestData")
                .put("targetName", "AWS::DAX::Cluster")
                .put("targetLogicalId", "Orders");
        ObjectNode properties = data.putObject("targetModel").putObject("resourceProperties");
        properties.set("SSESpecification", sse);
        properties.set("ClusterEndpointEncryptionType", endpoint);
        return request.toString().getBytes(UTF_8);
    }

    /** A random JSON value, often similar to an accepted value. */
    private JsonNode value(int depth) {
        return switch (random.nextInt(depth > 3 ? 5 : 8)) {
            case 0 -> NODES.booleanNode(random.nextBoolean());
            case 1 -> NODES.nullNode();
            case 2 -> NODES.numberNode(random.nextInt(3) - 1);
            case 3, 4 -> NODES.textNode(word());
            case 5 -> {
                ArrayNode list = NODES.arrayNode();
                for (int i = random.nextInt(3); i > 0; i--) {
                    list.add(value(depth + 1));
                }
                yield list;
            }
            default -> {
                ObjectNode object = NODES.objectNode();
                for (int i = random.nextInt(3); i > 0; i--) {
                    object.set(random.nextBoolean() ? "SSEEnabled" : word(), value(depth + 1));
                }
                yield object;
            }
        };
    }

    private String word() {
        return WORDS.get(random.nextInt(WORDS.size()));
    }

    private static List<Path> refusedEvents() throws IOException {
        try (Stream<Path> files = Files.list(EVENTS)) {
            List<Path> events = files.filter(
                            file -> file.toString().matches(".*/(create|sse|endpoint)-.*\\.event\\.json"))
                    .filter(TemplateHookNoiseTest::isRefused)
                    .sorted()
                    .toList();
            assertThat(events).hasSizeGreaterThan(20);
            return events;
        }
    }

    private static boolean isRefused(Path event) {
        Path expected = Path.of(event.toString().replace(".event.json", ".expected.json"));
        try {
            return Files.readString(expected).contains("NonCompliant");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
