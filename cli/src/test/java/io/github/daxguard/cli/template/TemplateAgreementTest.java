package io.github.daxguard.cli.template;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.cli.report.ControlEvaluation;
import io.github.daxguard.cli.report.EvaluatedCluster;
import io.github.daxguard.cli.template.TemplateCheck.Findings;
import io.github.daxguard.json.JsonTree;
import io.github.daxguard.rule.Compliance;
import io.github.daxguard.rule.Control;
import io.github.daxguard.rule.RuleParameters;
import io.github.daxguard.template.HookRequest;
import io.github.daxguard.template.HookResponse;
import io.github.daxguard.template.TemplateHook;
import java.io.ByteArrayInputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * The hook and the check have the same verdicts for the same properties, in JSON and in YAML.
 *
 * <p>Tests every combination of the values below.
 */
class TemplateAgreementTest {

    private static final LocalDate TODAY = LocalDate.parse("2027-01-31");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ABSENT = "";

    private static final List<String> SSE_SPECIFICATIONS = List.of(
            ABSENT,
            "{}",
            "null",
            "{\"SSEEnabled\": true}",
            "{\"SSEEnabled\": \"true\"}",
            "{\"SSEEnabled\": false}",
            "{\"SSEEnabled\": \"false\"}",
            "{\"SSEEnabled\": \"True\"}",
            "{\"SSEEnabled\": \"TRUE\"}",
            "{\"SSEEnabled\": \"yes\"}",
            "{\"SSEEnabled\": \" true\"}",
            "{\"SSEEnabled\": \"\"}",
            "{\"SSEEnabled\": null}",
            "{\"SSEEnabled\": 1}",
            "{\"SSEEnabled\": [true]}",
            "{\"SSEEnabled\": {\"Ref\": \"Encrypted\"}}",
            "{\"SSEEnabled\": {\"Fn::GetAtt\": [\"Switch\", \"Value\"]}}",
            "{\"SSEEnabled\": {\"true\": true}}",
            "{\"Enabled\": true}",
            "{\"sseEnabled\": true}",
            "{\"SSEEnabled\": true, \"KMSMasterKeyId\": \"alias/orders\"}",
            "{\"Fn::If\": [\"Prod\", {\"SSEEnabled\": true}, {\"Ref\": \"AWS::NoValue\"}]}",
            "\"true\"",
            "true",
            "[]",
            "[{\"SSEEnabled\": true}]");

    private static final List<String> ENDPOINT_TYPES = List.of(
            ABSENT,
            "null",
            "\"TLS\"",
            "\"NONE\"",
            "\"tls\"",
            "\" TLS\"",
            "\"\"",
            "true",
            "[\"TLS\"]",
            "{\"TLS\": \"TLS\"}",
            "{\"Ref\": \"EndpointEncryption\"}");

    private static final List<String> OTHERS = List.of(
            "{}",
            "{\"ClusterName\": \"Sandbox-Anna\"}",
            "{\"ClusterName\": \"legacy\"}",
            "{\"ClusterName\": {\"Ref\": \"Name\"}}",
            "{\"Tags\": {\"dax-exempt-until\": \"2027-12-31\", \"team\": \"web\"}}",
            "{\"Tags\": \"{\\\"dax-exempt-until\\\": \\\"2027-12-31\\\"}\"}",
            "{\"Tags\": [{\"Key\": \"dax-exempt-until\", \"Value\": \"2027-12-31\"}]}",
            "{\"Tags\": {\"dax-exempt-until\": \"2027-01-30\"}}",
            "{\"Tags\": {\"dax-exempt-until\": \"next year\"}}",
            "{\"Tags\": {\"dax-exempt-until\": {\"Ref\": \"Day\"}}}");

    private static final RuleParameters EXEMPTIONS = RuleParameters.parse(
            Map.of("exemptClusters", "sandbox-*,legacy@2027-01-30", "exemptionTag", "dax-exempt-until"));

    @Test
    void verdicts_everyCombination_areThoseOfTheHook() throws JsonProcessingException {
        List<String> differences = new ArrayList<>();
        Map<Compliance, Integer> tally = new EnumMap<>(Compliance.class);
        for (String other : OTHERS) {
            for (String sse : SSE_SPECIFICATIONS) {
                for (String endpoint : ENDPOINT_TYPES) {
                    ObjectNode properties = properties(other, sse, endpoint);
                    Map<Control, Compliance> hook = hook(properties);
                    if (!hook.equals(check(json(properties)))) {
                        differences.add("JSON: " + properties);
                    }
                    if (!hook.equals(check(yaml(properties)))) {
                        differences.add("YAML: " + properties);
                    }
                    hook.values().forEach(compliance -> tally.merge(compliance, 1, Integer::sum));
                }
            }
        }

        assertThat(differences).isEmpty();
        // Every verdict must occur; otherwise the comparison proves nothing.
        assertThat(tally)
                .containsOnly(
                        Map.entry(Compliance.COMPLIANT, 480),
                        Map.entry(Compliance.NOT_APPLICABLE, 1572),
                        Map.entry(Compliance.NON_COMPLIANT, 3668));
    }

    private static ObjectNode properties(String other, String sse, String endpoint) throws JsonProcessingException {
        ObjectNode properties = JSON.createObjectNode().put("NodeType", "dax.t3.small");
        properties.setAll((ObjectNode) JSON.readTree(other));
        if (!sse.equals(ABSENT)) {
            properties.set("SSESpecification", JSON.readTree(sse));
        }
        if (!endpoint.equals(ABSENT)) {
            properties.set("ClusterEndpointEncryptionType", JSON.readTree(endpoint));
        }
        return properties;
    }

    private static Map<Control, Compliance> hook(ObjectNode properties) {
        Map<Control, Compliance> verdicts = new EnumMap<>(Control.class);
        ObjectNode request = JSON.createObjectNode().put("actionInvocationPoint", "CREATE_PRE_PROVISION");
        request.putObject("requestData")
                .put("targetName", "AWS::DAX::Cluster")
                .put("targetLogicalId", "Orders")
                .putObject("targetModel")
                .set("resourceProperties", properties);
        for (Control control : Control.values()) {
            HookResponse answer = new TemplateHook(List.of(control), EXEMPTIONS)
                    .evaluate(HookRequest.of(JsonTree.read(request.toString())), TODAY);
            verdicts.put(
                    control,
                    switch (answer.annotations().get(0).getOrDefault("status", "")) {
                        case "PASSED" -> Compliance.COMPLIANT;
                        case "SKIPPED" -> Compliance.NOT_APPLICABLE;
                        default -> Compliance.NON_COMPLIANT;
                    });
        }
        return verdicts;
    }

    private static ObjectNode template(ObjectNode properties) {
        ObjectNode template = JSON.createObjectNode();
        template.putObject("Resources")
                .putObject("Orders")
                .put("Type", "AWS::DAX::Cluster")
                .set("Properties", properties);
        return template;
    }

    private static String json(ObjectNode properties) {
        return template(properties).toPrettyString();
    }

    private static String yaml(ObjectNode properties) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        return new Yaml(options).dump(JSON.convertValue(template(properties), Map.class));
    }

    private static Map<Control, Compliance> check(String template) {
        Findings findings = TemplateChecks.of(List.of(Control.values()), EXEMPTIONS, Map.of())
                .check(List.of("-"), new ByteArrayInputStream(template.getBytes(UTF_8)));
        assertThat(findings.clusters()).hasSize(1);
        EvaluatedCluster cluster = findings.clusters().get(0);
        Map<Control, Compliance> verdicts = new EnumMap<>(Control.class);
        for (ControlEvaluation evaluation : cluster.evaluations()) {
            verdicts.put(evaluation.control(), evaluation.compliance());
        }
        return verdicts;
    }
}
