package io.github.daxguard.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.daxguard.rule.InvalidRuleParameterException;
import io.github.daxguard.rule.RuleParameters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The template that the stack set deploys to each account and Region. */
@RequiresNode
class MemberTemplateTest {

    private static final Map<String, String> PARAMETER_OF = Map.of(
            "exemptClusters", "ExemptClusters",
            "exemptionTag", "ExemptionTag",
            "maxExemptionDays", "MaxExemptionDays");

    private static final Map<String, String> NO_EXEMPTIONS =
            Map.of("ExemptClusters", "", "ExemptionTag", "", "MaxExemptionDays", "");

    static List<Map<String, String>> contexts() {
        return StackSetOrganizationStackTest.contexts();
    }

    /** The accounts are not bootstrapped. */
    @ParameterizedTest
    @MethodSource("contexts")
    void template_refersToNothingOfTheCdk(Map<String, String> context) {
        JsonNode template = Synthesis.template(context);

        assertThat(Synthesis.of(context).text(MemberTemplate.FILE))
                .doesNotContain("cdk-hnb659fds", "AssetParameters", "BootstrapVersion", "aws:asset");
        assertThat(template.has("Rules")).isFalse();
        assertThat(template.get("Parameters"))
                .allSatisfy(
                        parameter -> assertThat(parameter.get("Type").asText()).isEqualTo("String"));
        assertThat(Synthesis.of(context).json("member/DaxGuard.assets.json").get("files"))
                .singleElement()
                .satisfies(file -> assertThat(file.at("/source/path").asText()).isEqualTo("DaxGuard.template.json"));
    }

    @ParameterizedTest
    @MethodSource("contexts")
    void template_hasNoAccountAndNoRegion(Map<String, String> context) {
        String withoutCode =
                Synthesis.of(context).text(MemberTemplate.FILE).replaceAll("\"S3Key\": \"[0-9a-f]{64}\\.zip\"", "");

        assertThat(withoutCode).doesNotContainPattern("(?<![0-9A-Za-z])[0-9]{12}(?![0-9A-Za-z])");
        assertThat(withoutCode).doesNotContainPattern("[a-z]{2}-(east|west|south|north|central)[a-z]*-[0-9]");
    }

    @Test
    void resources_areThoseOfOneAccountWithoutTopicAndDashboard() {
        TreeSet<String> expected =
                new TreeSet<>(StackTemplate.of(Contexts.DEFAULT).resources().keySet());
        expected.removeIf(id -> id.startsWith("Notifications") || id.equals("MonitoringDashboard"));
        StackTemplate.of(Contexts.FORWARDING).resources().keySet().stream()
                .filter(id -> id.startsWith("Forwarding") || id.equals("MonitoringUndeliveredEvents"))
                .forEach(expected::add);

        assertThat(StackTemplate.of(Contexts.STACK_SETS).resources().keySet()).isEqualTo(expected);
    }

    /** The rule refuses an empty value, and the hook would fail with one. */
    @Test
    void exemptions_withoutValues_areAbsent() {
        JsonNode template = Synthesis.template(Contexts.STACK_SETS_WITH_ALL);

        for (Map<String, String> parameters : ruleParameters(template, NO_EXEMPTIONS)) {
            assertThat(parameters).containsOnlyKeys("control", "refreshHours");
            RuleParameters.parse(parameters);
        }
        assertThat(hookVariables(template, NO_EXEMPTIONS)).containsOnlyKeys("DAXGUARD_CONTROLS");
    }

    @Test
    void exemptions_ofEachAccount_areThoseOfTheRulesAndTheHook() {
        JsonNode template = Synthesis.template(Contexts.STACK_SETS_WITH_ALL);
        Map<String, String> overrides =
                Map.of("ExemptClusters", "orders@2027-03-31", "ExemptionTag", "until", "MaxExemptionDays", "30");

        assertThat(ruleParameters(template, overrides)).hasSize(4).allSatisfy(parameters -> {
            assertThat(parameters)
                    .containsEntry("exemptClusters", "orders@2027-03-31")
                    .containsEntry("exemptionTag", "until")
                    .containsEntry("maxExemptionDays", "30");
            RuleParameters.parse(parameters);
        });
        assertThat(hookVariables(template, overrides))
                .containsEntry("DAXGUARD_EXEMPT_CLUSTERS", "orders@2027-03-31")
                .containsEntry("DAXGUARD_EXEMPTION_TAG", "until")
                .containsEntry("DAXGUARD_MAX_EXEMPTION_DAYS", "30");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "exemptClusters | legacy | true",
                "exemptClusters | legacy,batch-*@2027-03-31, Orders | true",
                "exemptClusters | * | true",
                "exemptClusters | legacy@2027-13-01 | false",
                "exemptClusters | legacy@2027-1-1 | false",
                "exemptClusters | legacy @2027-01-01 | false",
                "exemptClusters | legacy@ | false",
                "exemptClusters | a,,b | false",
                "exemptClusters | a, | false",
                "exemptClusters | a_b | false",
                "exemptClusters | a b | false",
                "exemptionTag | dax-exempt-until | true",
                "exemptionTag | Frist bis/zum: München | true",
                "exemptionTag | a*b | false",
                "exemptionTag | a\"b | false",
                "maxExemptionDays | 1 | true",
                "maxExemptionDays | 999 | true",
                "maxExemptionDays | 2999 | true",
                "maxExemptionDays | 3599 | true",
                "maxExemptionDays | 3649 | true",
                "maxExemptionDays | 3650 | true",
                "maxExemptionDays | 3651 | false",
                "maxExemptionDays | 3700 | false",
                "maxExemptionDays | 4000 | false",
                "maxExemptionDays | 0 | false",
                "maxExemptionDays | 007 | false",
                "maxExemptionDays | 10000 | false",
                "maxExemptionDays | 90 days | false",
            })
    void parameter_ofEachExemption_acceptsWhatTheRuleAccepts(String name, String value, boolean accepted) {
        assertThat(pattern(name).matcher(value).matches()).isEqualTo(accepted);
        assertThat(isAccepted(name, value)).isEqualTo(accepted);
    }

    @ParameterizedTest
    @CsvSource({"exemptClusters", "exemptionTag", "maxExemptionDays"})
    void parameter_ofEachExemption_canBeEmpty(String name) {
        JsonNode parameter = Synthesis.template(Contexts.STACK_SETS).at("/Parameters/" + PARAMETER_OF.get(name));

        assertThat(parameter.get("Default").asText("none")).isEmpty();
        assertThat(pattern(name).matcher("").matches()).isTrue();
    }

    /** The pattern does not know the lengths of the months. Such a date is refused by the rule, as documented. */
    @Test
    void parameter_withADayThatTheMonthDoesNotHave_isAccepted() {
        assertThat(pattern("exemptClusters").matcher("legacy@2027-02-30").matches())
                .isTrue();
        assertThat(isAccepted("exemptClusters", "legacy@2027-02-30")).isFalse();
    }

    @Test
    void parameter_ofTheExemptClusters_hasTheLengthThatTheRulesAccept() {
        JsonNode parameter = Synthesis.template(Contexts.STACK_SETS_WITH_ALL).at("/Parameters/ExemptClusters");

        assertThat(parameter.get("MaxLength").asInt())
                .isEqualTo(MemberParameters.longestExemptClusters(
                        ContextReader.read(new HashMap<>(Contexts.STACK_SETS_WITH_ALL))))
                .isLessThan(Synthesis.template(Contexts.STACK_SETS)
                        .at("/Parameters/ExemptClusters/MaxLength")
                        .asInt());
        assertThat(Synthesis.template(Contexts.STACK_SETS)
                        .at("/Parameters/ExemptionTag/MaxLength")
                        .asInt())
                .isEqualTo(128);
    }

    /** A new version changes only the code. A rule that is replaced would lose its results. */
    @Test
    void newVersion_changesOnlyTheCodeOfTheFunctions() {
        JsonNode before = Synthesis.template(Contexts.STACK_SETS_WITH_ALL);
        JsonNode after = Synthesis.synthesise(Contexts.STACK_SETS_WITH_ALL, "1".repeat(64))
                .json(MemberTemplate.FILE);

        assertThat(changes(before, after))
                .containsExactlyInAnyOrder(
                        "AWS::Lambda::Function /Resources/HookFunction/Properties/Code/S3Key",
                        "AWS::Lambda::Function /Resources/RealTimeFunction/Properties/Code/S3Key",
                        "AWS::Lambda::Function /Resources/RuleFunction/Properties/Code/S3Key");
    }

    /** In the administrator's account, a new version changes the upload, its permissions, and the stack set's template. */
    @Test
    void newVersion_inTheAdministratorsAccount_replacesNothing() {
        Synthesis after = Synthesis.synthesise(Contexts.STACK_SETS, "1".repeat(64));

        assertThat(changes(
                        Synthesis.template(Contexts.STACK_SETS, Organization.STACK),
                        after.json(Organization.STACK + ".template.json")))
                .containsExactly(
                        "AWS::CloudFormation::StackSet /Resources/Members/Properties/TemplateURL/Fn::Sub",
                        "AWS::Lambda::Function /Resources/ViewDigestFunction/Properties/Code/S3Key");
        assertThat(changes(
                        Synthesis.template(Contexts.STACK_SETS, "DaxGuardCode-eu-west-1"),
                        after.json("DaxGuardCode-eu-west-1.template.json")))
                .containsExactlyInAnyOrder(
                        "AWS::IAM::Role /Resources/UploadRole/Properties/Policies",
                        "Custom::CDKBucketDeployment"
                                + " /Resources/UploadCustomResource512MiB/Properties/SourceObjectKeys");
    }

    /** Properties that CloudFormation updates without replacement. */
    @Test
    void changedSetting_changesPropertiesAndReplacesNothing() {
        Map<String, String> changed = new HashMap<>(Contexts.STACK_SETS);
        changed.put("frequency", "One_Hour");
        changed.put("refreshHours", "168");
        changed.put("logRetentionDays", "30");
        // A parameter, and therefore not in the template.
        changed.put("exemptionTag", "dax-exempt-until");

        assertThat(changes(Synthesis.template(Contexts.STACK_SETS), Synthesis.template(changed)))
                .containsExactlyInAnyOrder(
                        "Parameter /Parameters/ExemptClusters/MaxLength",
                        "AWS::Config::ConfigRule /Resources/ConfigRulesAtRest/Properties/InputParameters/refreshHours",
                        "AWS::Config::ConfigRule" + " /Resources/ConfigRulesAtRest/Properties/Source/SourceDetails",
                        "AWS::Config::ConfigRule /Resources/ConfigRulesInTransit/Properties/InputParameters/refreshHours",
                        "AWS::Config::ConfigRule" + " /Resources/ConfigRulesInTransit/Properties/Source/SourceDetails",
                        "AWS::Lambda::Function"
                                + " /Resources/RuleFunction/Properties/Environment/Variables/DAXGUARD_FREQUENCY_HOURS",
                        "AWS::Logs::LogGroup /Resources/RuleLog/Properties/RetentionInDays",
                        "AWS::Logs::LogGroup /Resources/RealTimeLog/Properties/RetentionInDays",
                        "AWS::CloudWatch::Alarm"
                                + " /Resources/MonitoringNoRunEncryptionAtRest/Properties/AlarmDescription",
                        "AWS::CloudWatch::Alarm"
                                + " /Resources/MonitoringNoRunEncryptionAtRest/Properties/DatapointsToAlarm",
                        "AWS::CloudWatch::Alarm"
                                + " /Resources/MonitoringNoRunEncryptionAtRest/Properties/EvaluationPeriods",
                        "AWS::CloudWatch::Alarm"
                                + " /Resources/MonitoringNoRunEncryptionInTransit/Properties/AlarmDescription",
                        "AWS::CloudWatch::Alarm"
                                + " /Resources/MonitoringNoRunEncryptionInTransit/Properties/DatapointsToAlarm",
                        "AWS::CloudWatch::Alarm"
                                + " /Resources/MonitoringNoRunEncryptionInTransit/Properties/EvaluationPeriods",
                        "AWS::CloudWatch::Alarm"
                                + " /Resources/MonitoringRefusedResourceType/Properties/EvaluationPeriods");
    }

    /** The changed values, each with the type of its resource. The logical ids must be the same. */
    private static List<String> changes(JsonNode before, JsonNode after) {
        assertThat(after.get("Resources").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrderElementsOf(
                        () -> before.get("Resources").fieldNames());
        TreeSet<String> changes = new TreeSet<>();
        compare("", before, after, changes);
        return changes.stream()
                .map(path -> {
                    String type = path.startsWith("/Resources/")
                            ? before.at("/Resources/" + path.split("/", -1)[2] + "/Type")
                                    .asText()
                            : "Parameter";
                    return type + " " + path.replaceFirst("(?<=[a-zB])[0-9A-F]{8}(?=/)", "");
                })
                .toList();
    }

    private static void compare(String path, JsonNode before, JsonNode after, Set<String> changes) {
        if (before.equals(after)) {
            return;
        }
        if (!before.isObject() || !after.isObject()) {
            changes.add(path);
            return;
        }
        TreeSet<String> names = new TreeSet<>();
        before.fieldNames().forEachRemaining(names::add);
        after.fieldNames().forEachRemaining(names::add);
        names.forEach(name -> compare(path + "/" + name, before.path(name), after.path(name), changes));
    }

    private static List<Map<String, String>> ruleParameters(JsonNode template, Map<String, String> parameters) {
        return template.get("Resources").properties().stream()
                .map(Map.Entry::getValue)
                .filter(resource -> resource.get("Type").asText().equals("AWS::Config::ConfigRule"))
                .map(rule -> present(rule.at("/Properties/InputParameters"), parameters))
                .toList();
    }

    private static Map<String, String> hookVariables(JsonNode template, Map<String, String> parameters) {
        return template.get("Resources").properties().stream()
                .map(Map.Entry::getValue)
                .filter(resource -> resource.at("/Properties/Handler").asText().endsWith("TemplateHookHandler"))
                .map(function -> present(function.at("/Properties/Environment/Variables"), parameters))
                .findFirst()
                .orElseThrow();
    }

    /** The values as CloudFormation resolves the conditions, without those that have no value. */
    private static Map<String, String> present(JsonNode values, Map<String, String> parameters) {
        Map<String, String> present = new TreeMap<>();
        values.properties().forEach(value -> {
            if (value.getValue().isTextual()) {
                present.put(value.getKey(), value.getValue().asText());
                return;
            }
            JsonNode condition = value.getValue().required("Fn::If");
            String parameter = condition.get(0).asText().replaceFirst("^Has", "");
            String text = parameters.get(parameter);
            assertThat(condition.at("/1/Ref").asText()).isEqualTo(parameter);
            assertThat(condition.at("/2/Ref").asText()).isEqualTo("AWS::NoValue");
            if (text != null && !text.isEmpty()) {
                present.put(value.getKey(), text);
            }
        });
        return present;
    }

    private static Pattern pattern(String name) {
        return Pattern.compile(Synthesis.template(Contexts.STACK_SETS)
                .at("/Parameters/" + PARAMETER_OF.get(name) + "/AllowedPattern")
                .asText());
    }

    private static boolean isAccepted(String name, String value) {
        try {
            RuleParameters.parse(Map.of(name, value));
            return true;
        } catch (InvalidRuleParameterException e) {
            return false;
        }
    }
}
