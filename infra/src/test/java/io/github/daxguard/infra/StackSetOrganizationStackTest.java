package io.github.daxguard.infra;

import static io.github.daxguard.infra.StackTemplate.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The stacks in the administrator's account of an organization with stack sets. */
@RequiresNode
class StackSetOrganizationStackTest {

    private static final Pattern TEMPLATE_KEY = Pattern.compile("/([0-9a-f]{64})\\.json$");

    static List<Map<String, String>> contexts() {
        return Contexts.all().stream().filter(Contexts::hasStackSets).toList();
    }

    @Test
    void stacks_areTheOrganizationInItsHomeRegionAndTheCodeInEachRegion() {
        JsonNode artifacts =
                Synthesis.of(Contexts.STACK_SETS).json("manifest.json").get("artifacts");
        Map<String, String> environments = new TreeMap<>();
        artifacts.properties().forEach(artifact -> {
            if (artifact.getValue().get("type").asText().equals("aws:cloudformation:stack")) {
                environments.put(
                        artifact.getKey(),
                        artifact.getValue().get("environment").asText());
            }
        });

        assertThat(environments)
                .isEqualTo(Map.of(
                        "DaxGuardOrganization", "aws://unknown-account/eu-west-1",
                        "DaxGuardCode-eu-west-1", "aws://unknown-account/eu-west-1",
                        "DaxGuardCode-us-east-1", "aws://unknown-account/us-east-1"));
        assertThat(artifacts.at("/DaxGuardOrganization/dependencies"))
                .extracting(JsonNode::asText)
                .contains("DaxGuardCode-eu-west-1", "DaxGuardCode-us-east-1");
    }

    @Test
    void assembly_hasNoConformancePackAndNoOtherStack() {
        assertThat(Synthesis.of(Contexts.STACK_SETS).directory())
                .isDirectoryNotContaining("glob:**/DaxGuard.template.json")
                .isDirectoryNotContaining("glob:**/" + DaxGuardApp.PACK_FILE);
    }

    @Test
    void stackSet_deploysToTheUnitsExceptTheExcludedAccounts() {
        JsonNode stackSet = stackSet(Contexts.STACK_SETS);

        assertThat(stackSet.get("StackSetName").asText()).isEqualTo("DaxGuard");
        assertThat(stackSet.get("PermissionModel").asText()).isEqualTo("SERVICE_MANAGED");
        assertThat(stackSet.get("CallAs").asText()).isEqualTo("DELEGATED_ADMIN");
        assertThat(stackSet.get("Capabilities")).isEqualTo(json("[\"CAPABILITY_IAM\"]"));
        assertThat(stackSet.get("AutoDeployment"))
                .isEqualTo(json("{\"Enabled\": true, \"RetainStacksOnAccountRemoval\": false}"));
        assertThat(stackSet.get("ManagedExecution")).isEqualTo(json("{\"Active\": true}"));
        assertThat(stackSet.get("StackInstancesGroup")).isEqualTo(json("""
                [{
                  "DeploymentTargets": {
                    "AccountFilterType": "DIFFERENCE",
                    "Accounts": ["777788889999", "123412341234"],
                    "OrganizationalUnitIds": ["ou-ab12-11111111", "ou-ab12-22222222"]
                  },
                  "Regions": ["eu-west-1", "us-east-1"]
                }]"""));
        assertThat(stackSet.has("TemplateBody")).isFalse();
    }

    @Test
    void stackSet_withoutExcludedAccounts_hasNoFilter() {
        assertThat(stackSet(Contexts.STACK_SETS_WITH_ALL).at("/StackInstancesGroup/0/DeploymentTargets"))
                .isEqualTo(json("{\"OrganizationalUnitIds\": [\"r-ab12\"]}"));
    }

    @Test
    void operationPreferences_areTheSettings() {
        assertThat(stackSet(Contexts.STACK_SETS).get("OperationPreferences")).isEqualTo(json("""
                {
                  "ConcurrencyMode": "SOFT_FAILURE_TOLERANCE",
                  "FailureTolerancePercentage": 100,
                  "MaxConcurrentPercentage": 25,
                  "RegionConcurrencyType": "PARALLEL",
                  "RegionOrder": ["eu-west-1", "us-east-1"]
                }"""));
        assertThat(stackSet(Contexts.STACK_SETS_WITH_ALL).get("OperationPreferences"))
                .isEqualTo(json("""
                {
                  "ConcurrencyMode": "SOFT_FAILURE_TOLERANCE",
                  "FailureTolerancePercentage": 10,
                  "MaxConcurrentPercentage": 50,
                  "RegionConcurrencyType": "SEQUENTIAL",
                  "RegionOrder": ["us-east-1", "eu-west-1", "ap-southeast-2"]
                }"""));
    }

    @Test
    void parameters_areTheSettingsOfTheOrganization() {
        assertThat(parameters(Contexts.STACK_SETS))
                .isEqualTo(Map.of(
                        "CodeBucketPrefix", "daxguard-code-${AWS::AccountId}",
                        "EventBusArn", "${ViewBus.Arn}",
                        "ExemptClusters", "",
                        "ExemptionTag", "",
                        "MaxExemptionDays", ""));
        assertThat(parameters(Contexts.STACK_SETS_WITH_ALL))
                .isEqualTo(Map.of(
                        "CodeBucketPrefix", "daxguard-code-${AWS::AccountId}",
                        "EventBusArn", "${ViewBus.Arn}",
                        "ExemptClusters", "legacy-*,reports@2027-03-31",
                        "ExemptionTag", "dax-exempt-until",
                        "MaxExemptionDays", "90"));
    }

    /** Otherwise, a removed setting would keep its value, or the deployment would fail. */
    @ParameterizedTest
    @MethodSource("contexts")
    void parameters_areThoseOfTheMemberTemplate(Map<String, String> context) {
        assertThat(parameters(context).keySet())
                .containsExactlyInAnyOrderElementsOf(
                        () -> Synthesis.template(context).get("Parameters").fieldNames());
    }

    @ParameterizedTest
    @MethodSource("contexts")
    void template_isTheMemberTemplateInTheBucketOfTheCdk(Map<String, String> context) {
        String url = stackSet(context).get("TemplateURL").asText();
        String home = context.getOrDefault("regions", "").split(",", -1)[0];
        Matcher key = TEMPLATE_KEY.matcher(url);

        assertThat(url)
                .startsWith("https://s3." + home + ".${AWS::URLSuffix}/cdk-hnb659fds-assets-${AWS::AccountId}-" + home);
        assertThat(key.find()).isTrue();
        assertThat(Synthesis.of(context).text("asset." + key.group(1) + ".json"))
                .isEqualTo(Synthesis.of(context).text(MemberTemplate.FILE));
    }

    @Test
    void aggregator_isThatOfTheCentralMode() {
        StackTemplate template = stack(Contexts.STACK_SETS);
        StackTemplate central = StackTemplate.of(Contexts.ORGANIZATION);

        for (String id : List.of("ConfigurationAggregator", "AggregatorRole")) {
            assertThat(template.resource(id)).isEqualTo(central.resource(id));
        }
    }

    @Test
    void outputs_areExactlyThese() {
        JsonNode outputs =
                Synthesis.template(Contexts.STACK_SETS, Organization.STACK).get("Outputs");

        assertThat(outputs.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "Aggregator",
                        "ManagementAccount",
                        "StackSet",
                        "EventBus",
                        "EventLogGroup",
                        "UndeliveredEventsQueueUrl",
                        "Topic",
                        "DigestLogGroup",
                        "DigestDeadLetterQueueUrl");
        assertThat(outputs.at("/Aggregator/Value").asText()).isEqualTo("daxguard");
        assertThat(outputs.at("/ManagementAccount/Value").asText()).isEqualTo("123456789012");
        assertThat(outputs.at("/StackSet/Value").asText()).isEqualTo("DaxGuard");
        assertThat(outputs.at("/EventBus/Value/Fn::GetAtt/0").asText()).startsWith("ViewBus");
        assertThat(outputs.at("/Topic/Value/Ref").asText()).startsWith("ViewNotificationsTopic");
    }

    /**
     * CloudFormation's limits for a template in S3 and for a stack set.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html">CloudFormation
     *     quotas</a>
     * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStackSet.html">CreateStackSet</a>
     */
    @ParameterizedTest
    @MethodSource("io.github.daxguard.infra.Contexts#all")
    void templates_ofEveryMode_areWithinTheLimitsOfCloudFormation(Map<String, String> context) {
        for (String file : Synthesis.templates(context)) {
            JsonNode template = Synthesis.of(context).json(file);

            assertThat(Synthesis.of(context).text(file).length()).as(file).isLessThan(1_048_576);
            assertThat(template.get("Resources").size()).as(file).isLessThanOrEqualTo(500);
            assertThat(template.path("Parameters").size()).as(file).isLessThanOrEqualTo(200);
            assertThat(template.path("Outputs").size()).as(file).isLessThanOrEqualTo(200);
            assertThat(template.path("Mappings").size()).as(file).isLessThanOrEqualTo(200);
            assertThat(template.get("Description").asText()).as(file).hasSizeLessThanOrEqualTo(1024);
            List<String> names = new ArrayList<>();
            template.get("Resources").fieldNames().forEachRemaining(names::add);
            assertThat(names).allSatisfy(name -> assertThat(name).hasSizeLessThanOrEqualTo(255));
            for (JsonNode resource : template.get("Resources")) {
                if (resource.get("Type").asText().equals("AWS::CloudFormation::StackSet")) {
                    assertThat(resource.at("/Properties/StackSetName").asText()).matches("[a-zA-Z][-a-zA-Z0-9]{0,127}");
                    assertThat(resource.at("/Properties/Description").asText()).hasSizeBetween(1, 1024);
                }
            }
        }
    }

    private static Map<String, String> parameters(Map<String, String> context) {
        Map<String, String> parameters = new TreeMap<>();
        stackSet(context)
                .get("Parameters")
                .forEach(parameter -> parameters.put(
                        parameter.get("ParameterKey").asText(),
                        parameter.get("ParameterValue").asText()));
        return parameters;
    }

    private static JsonNode stackSet(Map<String, String> context) {
        return stack(context).properties("Members");
    }

    private static StackTemplate stack(Map<String, String> context) {
        return StackTemplate.of(Synthesis.template(context, Organization.STACK));
    }
}
