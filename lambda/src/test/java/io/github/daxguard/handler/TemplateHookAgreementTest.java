package io.github.daxguard.handler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.emulator.CloudFormation;
import io.github.daxguard.emulator.EmulatorState;
import io.github.daxguard.emulator.LocalAws;
import io.github.daxguard.emulator.LocalContext;
import io.github.daxguard.emulator.StoredEvaluation;
import io.github.daxguard.rule.Control;
import io.github.daxguard.rule.RuleParameters;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests that the hook's result for a template equals the rules' results for the cluster that is created from it.
 *
 * <p>The tests run every combination of the values below. If CloudFormation creates the cluster, both rules evaluate it. If
 * not, there is no result to compare with, and the hook must have rejected the template, unless the cluster is exempt.
 */
class TemplateHookAgreementTest {

    private static final String REGION = "eu-west-1";
    private static final Instant NOW = Instant.parse("2027-01-31T06:00:00Z");
    private static final String LOGICAL_ID = "Orders";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String ABSENT = "";

    private static final List<String> SSE_SPECIFICATIONS = List.of(
            ABSENT,
            "{}",
            "{\"SSEEnabled\": true}",
            "{\"SSEEnabled\": \"true\"}",
            "{\"SSEEnabled\": false}",
            "{\"SSEEnabled\": \"false\"}",
            "{\"SSEEnabled\": \"True\"}",
            "{\"SSEEnabled\": \"TRUE\"}",
            "{\"SSEEnabled\": \" true\"}",
            "{\"SSEEnabled\": 1}",
            "{\"SSEEnabled\": [true]}",
            "{\"SSEEnabled\": {\"Ref\": \"Encrypted\"}}",
            "{\"Enabled\": true}",
            "{\"sseEnabled\": true}",
            "{\"SSEEnabled\": true, \"KMSMasterKeyId\": \"alias/orders\"}",
            "{\"Fn::If\": [\"Prod\", {\"SSEEnabled\": true}, {\"Ref\": \"AWS::NoValue\"}]}",
            "\"true\"",
            "true",
            "[{\"SSEEnabled\": true}]");

    private static final List<String> ENCRYPTED = List.of("{\"SSEEnabled\": true}", "{\"SSEEnabled\": \"true\"}");

    private static final List<String> ENDPOINT_TYPES = List.of(
            ABSENT, "\"TLS\"", "\"NONE\"", "\"tls\"", "\"\"", "true", "[\"TLS\"]", "{\"Ref\": \"EndpointEncryption\"}");

    /** Additional properties of a template; the rules have the parameters {@link #EXEMPTIONS}. */
    private enum Exemption {
        NONE("{}"),
        NAME("{\"ClusterName\": \"Sandbox-Anna\"}"),
        ENDED("{\"ClusterName\": \"legacy\"}"),
        TAG("{\"Tags\": {\"dax-exempt-until\": \"2027-12-31\", \"team\": \"web\"}}"),
        TAG_IN_TEXT("{\"Tags\": \"{\\\"dax-exempt-until\\\": \\\"2027-12-31\\\"}\"}"),
        TAG_IN_LIST("{\"Tags\": [{\"Key\": \"dax-exempt-until\", \"Value\": \"2027-12-31\"}]}"),
        ENDED_TAG("{\"Tags\": {\"dax-exempt-until\": \"2027-01-30\"}}"),
        NO_DATE("{\"Tags\": {\"dax-exempt-until\": \"next year\"}}");

        private final String properties;

        Exemption(String properties) {
            this.properties = properties;
        }
    }

    private static final Map<String, String> EXEMPTIONS =
            Map.of("exemptClusters", "sandbox-*,legacy@2027-01-30", "exemptionTag", "dax-exempt-until");

    private static LocalAws aws;

    /** The number of accounts so far: each combination has its own account. */
    private static int accounts;

    @BeforeAll
    static void start() {
        aws = LocalAws.start(() -> NOW);
    }

    @AfterAll
    static void stop() {
        aws.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "NAME", "TAG"})
    void verdicts_forEveryCombination_agree(Exemption exemption) throws IOException {
        List<String> differences = new ArrayList<>();
        int created = 0;
        for (String sse : SSE_SPECIFICATIONS) {
            for (String endpoint : ENDPOINT_TYPES) {
                ObjectNode properties = properties(exemption, sse, endpoint);
                boolean encrypted = ENCRYPTED.contains(sse) && endpoint.equals("\"TLS\"");
                String account = String.format(Locale.ROOT, "%012d", ++accounts);
                Map<String, String> hook = hook(account, properties);
                Map<String, String> rule = rules(account, properties);
                created += rule.isEmpty() ? 0 : 1;
                if (!agree(hook, rule, encrypted)) {
                    differences.add(properties + ": the hook returns " + hook + ", the rules report "
                            + (rule.isEmpty() ? "nothing, because no cluster is created" : rule));
                }
            }
        }

        assertThat(differences).isEmpty();
        // CloudFormation rejects tags in a list, so there is no cluster to compare with.
        assertThat(created).isEqualTo(exemption == Exemption.TAG_IN_LIST ? 0 : 18);
    }

    @Tag("full")
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NONE", "NAME", "TAG"})
    void verdicts_forEveryCombinationWithOtherExemptions_agree(Exemption exemption) throws IOException {
        verdicts_forEveryCombination_agree(exemption);
    }

    private static boolean agree(Map<String, String> hook, Map<String, String> rule, boolean encrypted) {
        if (rule.isEmpty()) {
            // An exempt cluster may have unknown values, and CloudFormation can reject an encrypted cluster for another
            // reason.
            return "FAILED".equals(hook.get("hookStatus")) || hook.containsValue("SKIPPED") || encrypted;
        }
        boolean nonCompliant = rule.containsValue("NON_COMPLIANT");
        Map<String, String> expected = rule.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> switch (entry.getValue()) {
                    case "COMPLIANT" -> "PASSED";
                    case "NOT_APPLICABLE" -> "SKIPPED";
                    default -> "FAILED";
                }));
        expected.put("hookStatus", nonCompliant ? "FAILED" : "SUCCESS");
        return hook.equals(expected);
    }

    private static ObjectNode properties(Exemption exemption, String sse, String endpoint)
            throws JsonProcessingException {
        ObjectNode properties = JSON.createObjectNode()
                .put("ClusterName", "orders")
                .put("NodeType", "dax.t3.small")
                .put("ReplicationFactor", 1)
                .put("IAMRoleARN", "arn:aws:iam::111122223333:role/DaxToDynamoDb");
        properties.setAll((ObjectNode) JSON.readTree(exemption.properties));
        if (!sse.equals(ABSENT)) {
            properties.set("SSESpecification", JSON.readTree(sse));
        }
        if (!endpoint.equals(ABSENT)) {
            properties.set("ClusterEndpointEncryptionType", JSON.readTree(endpoint));
        }
        return properties;
    }

    /** The hook's status, and that of each control by its Security Hub id. */
    private static Map<String, String> hook(String account, ObjectNode properties) throws IOException {
        TemplateHookHandler hook = new TemplateHookHandler(
                REGION,
                List.of(Control.values()),
                RuleParameters.parse(EXEMPTIONS),
                new PrintStream(OutputStream.nullOutputStream(), true, UTF_8),
                () -> NOW);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        hook.handleRequest(
                new ByteArrayInputStream(CloudFormation.hookRequest(
                        aws.state(account, REGION),
                        "CREATE_PRE_PROVISION",
                        LOGICAL_ID,
                        "AWS::DAX::Cluster",
                        properties,
                        null)),
                answer,
                LocalContext.of(account, REGION, Duration.ofSeconds(15)));
        JsonNode json = JSON.readTree(answer.toByteArray());
        Map<String, String> verdicts = new LinkedHashMap<>();
        verdicts.put("hookStatus", json.required("hookStatus").asText());
        json.required("annotations")
                .forEach(annotation -> verdicts.put(
                        annotation.required("annotationName").asText(),
                        annotation.required("status").asText()));
        return verdicts;
    }

    /** Each rule's result by its control's Security Hub id; empty if CloudFormation does not create the cluster. */
    private static Map<String, String> rules(String account, ObjectNode properties) throws IOException {
        EmulatorState state = aws.state(account, REGION);
        if (!new CloudFormation(state).create(LOGICAL_ID, properties).created()) {
            return Map.of();
        }
        // Its tags can be read only when it is available.
        state.settle();
        Map<String, String> verdicts = new HashMap<>();
        try (AwsClients clients = LocalFunction.clients(aws, account, REGION)) {
            for (Control control : Control.values()) {
                Map<String, String> parameters = new HashMap<>(EXEMPTIONS);
                parameters.put("control", control.parameterValue());
                state.putRule(control.parameterValue(), parameters);
                new ConfigRuleHandler(
                                clients,
                                Optional.empty(),
                                new PrintStream(OutputStream.nullOutputStream(), true, UTF_8),
                                InstantSource.system())
                        .handleRequest(
                                new ByteArrayInputStream(state.scheduledEvent(control.parameterValue(), NOW)),
                                OutputStream.nullOutputStream(),
                                LocalContext.of(account, REGION, Duration.ofSeconds(60)));
                List<StoredEvaluation> results = state.results(control.parameterValue());
                assertThat(results).hasSize(1);
                verdicts.put(control.securityHubId(), results.get(0).complianceType());
            }
        }
        return verdicts;
    }
}
