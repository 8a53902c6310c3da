package io.github.daxguard.infra.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.daxguard.external.Emulator;
import io.github.daxguard.external.NeedsEmulator;
import io.github.daxguard.handler.ConfigRuleHandler;
import io.github.daxguard.infra.RequiresNode;
import io.github.daxguard.infra.Synthesis;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.ConfigRule;
import software.amazon.awssdk.services.config.model.Scope;
import software.amazon.awssdk.services.config.model.SourceDetail;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.DocumentDescription;
import software.amazon.awssdk.services.ssm.model.DocumentType;

/** The tests with moto. */
@Tag("full")
@RequiresNode
@NeedsEmulator(Emulator.MOTO)
class MotoIT implements FunctionTests, NotificationTests, ReplacementTests {

    private static AwsServer aws;

    @BeforeAll
    static void start() {
        aws = AwsServer.moto();
    }

    @AfterAll
    static void stop() {
        aws.close();
    }

    @Override
    public AwsServer aws() {
        return aws;
    }

    /** Only here: LocalStack's AWS Config, which is moto's, does not find functions that LocalStack has created. */
    @Test
    void configRules_asSynthesised_areAccepted() throws Exception {
        Template template = new Template(Synthesis.template(Map.of("changeTriggered", "true")), aws.newAccount());
        AwsCredentials session = aws.session(template.account());
        String functionArn = deployFunction(template, session);
        List<ConfigRule> rules = new ArrayList<>();
        for (JsonNode rule : template.resources("AWS::Config::ConfigRule")) {
            rules.add(rule(rule.path("Properties"), functionArn));
        }

        try (ConfigClient config = aws.client(ConfigClient.builder(), session).build()) {
            rules.forEach(rule -> config.putConfigRule(request -> request.configRule(rule)));

            assertThat(rules).hasSize(4);
            assertThat(config.describeConfigRules().configRules())
                    .extracting(rule -> rule.toBuilder()
                            .configRuleArn(null)
                            .configRuleId(null)
                            .configRuleState((String) null)
                            .build())
                    .containsExactlyInAnyOrderElementsOf(rules);
        }
    }

    /** moto stores the runbook, and does not run it. */
    @Test
    void runbook_asSynthesised_isAcceptedAndReturned() {
        Template template = new Template(Synthesis.template(Map.of("replacement", "true")), aws.newAccount());
        JsonNode document = template.resource("AWS::SSM::Document").path("Properties");
        requireKnown(document, "Name", "DocumentType", "DocumentFormat", "Content", "UpdateMethod");
        JsonNode content = document.path("Content");
        String name = document.path("Name").asText();

        try (SsmClient ssm =
                aws.client(SsmClient.builder(), aws.session(template.account())).build()) {
            ssm.createDocument(request -> request.name(name)
                    .documentType(document.path("DocumentType").asText())
                    .documentFormat(document.path("DocumentFormat").asText())
                    .content(content.toString()));

            DocumentDescription described =
                    ssm.describeDocument(request -> request.name(name)).document();
            assertThat(described.schemaVersion()).isEqualTo("0.3");
            assertThat(described.documentType()).isEqualTo(DocumentType.AUTOMATION);
            assertThat(described.description())
                    .isEqualTo(content.path("description").asText());
            Map<String, List<String>> parameters = new TreeMap<>();
            described
                    .parameters()
                    .forEach(parameter -> parameters.put(
                            parameter.name(),
                            List.of(
                                    parameter.typeAsString(),
                                    parameter.description(),
                                    Objects.requireNonNullElse(parameter.defaultValue(), "none"))));
            Map<String, List<String>> declared = new TreeMap<>();
            content.path("parameters").properties().forEach(entry -> {
                JsonNode parameter = entry.getValue();
                JsonNode byDefault = parameter.path("default");
                declared.put(
                        entry.getKey(),
                        List.of(
                                parameter.path("type").asText(),
                                parameter.path("description").asText(),
                                byDefault.isArray() ? byDefault.toString() : byDefault.asText("none")));
            });
            assertThat(parameters).isEqualTo(declared).isNotEmpty();
            assertThat(ssm.getDocument(request -> request.name(name)).content()).isEqualTo(content.toString());
        }
    }

    /** AWS Config accepts a rule only if its function exists. */
    private static String deployFunction(Template template, AwsCredentials session) throws Exception {
        JsonNode properties = template.function(ConfigRuleHandler.class);
        JsonNode role = template.resourceOf(properties.path("Role").asText()).path("Properties");
        SdkBytes zip = SdkBytes.fromByteArray(Files.readAllBytes(Path.of(System.getProperty("daxguard.zip"))));
        try (IamClient iam = aws.client(IamClient.builder(), session).build();
                LambdaClient lambda =
                        aws.client(LambdaClient.builder(), session).build()) {
            String roleArn = iam.createRole(request -> request.roleName("daxguard")
                            .assumeRolePolicyDocument(
                                    role.path("AssumeRolePolicyDocument").toString()))
                    .role()
                    .arn();
            return lambda.createFunction(request -> request.functionName("daxguard")
                            .handler(properties.path("Handler").asText())
                            .runtime(properties.path("Runtime").asText())
                            .role(roleArn)
                            .code(code -> code.zipFile(zip)))
                    .functionArn();
        }
    }

    /** The rule that CloudFormation creates from these properties. The input parameters become a string. */
    private static ConfigRule rule(JsonNode properties, String functionArn) {
        requireKnown(properties, "ConfigRuleName", "Description", "InputParameters", "Source", "Scope");
        JsonNode source = properties.path("Source");
        requireKnown(source, "Owner", "SourceIdentifier", "SourceDetails");
        List<SourceDetail> details = new ArrayList<>();
        for (JsonNode detail : source.path("SourceDetails")) {
            requireKnown(detail, "EventSource", "MessageType", "MaximumExecutionFrequency");
            details.add(SourceDetail.builder()
                    .eventSource(detail.path("EventSource").asText())
                    .messageType(detail.path("MessageType").asText())
                    .maximumExecutionFrequency(
                            detail.path("MaximumExecutionFrequency").asText(null))
                    .build());
        }
        ConfigRule.Builder rule = ConfigRule.builder()
                .configRuleName(properties.path("ConfigRuleName").asText())
                .description(properties.path("Description").asText())
                .inputParameters(properties.path("InputParameters").toString())
                .source(of -> of.owner(source.path("Owner").asText())
                        .sourceIdentifier(functionArn)
                        .sourceDetails(details));
        if (properties.has("Scope")) {
            requireKnown(properties.path("Scope"), "ComplianceResourceTypes");
            List<String> types = new ArrayList<>();
            properties.at("/Scope/ComplianceResourceTypes").forEach(type -> types.add(type.asText()));
            rule.scope(Scope.builder().complianceResourceTypes(types).build());
        }
        return rule.build();
    }

    /** Ensures that no property of the template is ignored. */
    private static void requireKnown(JsonNode object, String... names) {
        assertThat(Set.of(names)).containsAll(object::fieldNames);
    }
}
