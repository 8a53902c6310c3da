package io.github.daxguard.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.daxguard.rule.Control;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContextReaderTest {

    private static final Map<String, Object> ORGANIZATION =
            Map.of("organizationMode", "central", "organization", "r-ab12", "memberAccounts", "111122223333");

    private static final Map<String, Object> STACK_SETS = Map.of(
            "organization", "r-ab12",
            "organizationId", "o-ab12cd34ef",
            "managementAccount", "123456789012",
            "regions", "eu-west-1,us-east-1");

    @Test
    void read_emptyContext_returnsTheDefaults() {
        assertThat(ContextReader.read(Map.of()))
                .isEqualTo(new Settings(
                        Frequency.TWENTY_FOUR_HOURS,
                        List.of(Control.values()),
                        false,
                        true,
                        HookMode.OFF,
                        Packaging.RULES,
                        RecorderMode.EXISTING,
                        Optional.empty(),
                        365,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        false,
                        new CreationPolicy(List.of(), List.of(), false)));
    }

    @Test
    void cdkJson_containsEveryNameWithItsDefault() {
        Map<String, Object> names = Synthesis.cdkJsonContext();
        names.keySet().removeIf(name -> name.startsWith("@"));

        assertThat(names).hasSameSizeAs(ContextReader.DEFAULTS);
        names.forEach((name, value) ->
                assertThat(String.valueOf(value)).as(name).isEqualTo(ContextReader.DEFAULTS.get(name)));
        assertThat(ContextReader.read(Synthesis.cdkJsonContext())).isEqualTo(ContextReader.read(Map.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "One_Hour, ONE_HOUR",
        "Three_Hours, THREE_HOURS",
        "Six_Hours, SIX_HOURS",
        "Twelve_Hours, TWELVE_HOURS",
        "TwentyFour_Hours, TWENTY_FOUR_HOURS",
    })
    void frequency_eachValue_isRead(String value, Frequency expected) {
        assertThat(read("frequency", value).frequency()).isEqualTo(expected);
    }

    @Test
    void controls_oneOrBothInAnyOrder_areReadInTheSameOrder() {
        assertThat(read("controls", "encryption-at-rest").controls()).containsExactly(Control.ENCRYPTION_AT_REST);
        assertThat(read("controls", " encryption-in-transit , encryption-at-rest ")
                        .controls())
                .containsExactly(Control.ENCRYPTION_IN_TRANSIT, Control.ENCRYPTION_AT_REST);
        assertThat(read("controls", List.of("encryption-in-transit")).controls())
                .containsExactly(Control.ENCRYPTION_IN_TRANSIT);
    }

    @Test
    void flags_asStringOrBoolean_areRead() {
        assertThat(read("changeTriggered", "true").changeTriggered()).isTrue();
        assertThat(read("changeTriggered", true).changeTriggered()).isTrue();
        assertThat(read("realTime", "true").realTime()).isTrue();
        assertThat(read("realTime", "false").realTime()).isFalse();
        assertThat(read("realTime", false).realTime()).isFalse();
        assertThat(read("allowUnlistedRegion", "true").allowUnlistedRegion()).isTrue();
        assertThat(read("allowUnlistedRegion", true).allowUnlistedRegion()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"off, OFF", "warn, WARN", "fail, FAIL"})
    void hook_eachValue_isRead(String value, HookMode expected) {
        assertThat(read("hook", value).hook()).isEqualTo(expected);
    }

    @Test
    void otherValues_areRead() {
        assertThat(read("packaging", "conformance-pack").packaging()).isEqualTo(Packaging.CONFORMANCE_PACK);
        assertThat(read("recorder", "create").recorder()).isEqualTo(RecorderMode.CREATE);
        assertThat(read("alarmEmail", "security@example.com").alarmEmail()).contains("security@example.com");
        assertThat(read("logRetentionDays", "90").logRetentionDays()).isEqualTo(90);
        assertThat(read("logRetentionDays", 3653).logRetentionDays()).isEqualTo(3653);
        assertThat(read("exemptClusters", "legacy,batch-*@2027-03-31").exemptClusters())
                .contains("legacy,batch-*@2027-03-31");
        assertThat(read("exemptionTag", "dax-exempt-until").exemptionTag()).contains("dax-exempt-until");
        assertThat(read("resourceType", "AWS::::Account").resourceType()).contains("AWS::::Account");
        assertThat(read("resourceType", "AWS::DAX::Cluster").resourceType()).contains("AWS::DAX::Cluster");
        assertThat(read("refreshHours", 720).refreshHours()).contains("720");
        assertThat(read("maxExemptionDays", "1").maxExemptionDays()).contains("1");
        assertThat(read("maxExemptionDays", 3650).maxExemptionDays()).contains("3650");
        assertThat(read("reservedConcurrency", "1").reservedConcurrency()).contains(1);
        assertThat(read("regions", " us-east-1 , eu-west-1").regions()).containsExactly("us-east-1", "eu-west-1");
        assertThat(read("regions", List.of("us-gov-west-1", "us-gov-east-1")).regions())
                .containsExactly("us-gov-west-1", "us-gov-east-1");
        assertThat(read("reservedConcurrency", 999).reservedConcurrency()).contains(999);
    }

    static Set<String> names() {
        return ContextReader.DEFAULTS.keySet();
    }

    @ParameterizedTest
    @MethodSource("names")
    void blankValue_returnsTheDefault(String name) {
        assertThat(read(name, " ")).isEqualTo(ContextReader.read(Map.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "frequency | Daily | One_Hour, Three_Hours, Six_Hours, Twelve_Hours, TwentyFour_Hours",
                "frequency | one_hour | One_Hour",
                "controls | encryption | encryption-at-rest, encryption-in-transit",
                "controls | encryption-at-rest, | encryption-at-rest, encryption-in-transit",
                "controls | encryption-at-rest,encryption-at-rest | each element only once",
                "changeTriggered | yes | true or false",
                "changeTriggered | TRUE | true or false",
                "realTime | on | true or false",
                "hook | true | off, warn, fail",
                "hook | FAIL | off, warn, fail",
                "packaging | pack | rules, conformance-pack",
                "recorder | none | existing, create",
                "alarmEmail | security | an e-mail address",
                "alarmEmail | a@b.example,c@d.example | an e-mail address",
                "logRetentionDays | 42 | 1, 3, 5, 7, 14, 30",
                "logRetentionDays | 365d | 1, 3, 5, 7, 14, 30",
                "logRetentionDays | -1 | 1, 3, 5, 7, 14, 30",
                "exemptClusters | legacy@2026-02-30 | a valid date after @",
                "exemptClusters | a,,b | cluster names",
                "exemptionTag | a*b | a tag key",
                "reservedConcurrency | 0 | a whole number, 1 to 999",
                "reservedConcurrency | 1000 | a whole number, 1 to 999",
                "reservedConcurrency | -1 | a whole number, 1 to 999",
                "reservedConcurrency | none | a whole number, 1 to 999",
                "maxExemptionDays | 0 | a whole number of days, 1 to 3650",
                "maxExemptionDays | 3651 | a whole number of days, 1 to 3650",
                "maxExemptionDays | -1 | a whole number of days, 1 to 3650",
                "refreshHours | 0 | a whole number of hours, 1 to 720",
                "refreshHours | 721 | a whole number of hours, 1 to 720",
                "resourceType | AWS::DynamoDB::Table | AWS::DAX::Cluster or AWS::::Account",
                "resourceType | AWS::Account | AWS::DAX::Cluster or AWS::::Account",
                "resourceType | aws::dax::cluster | AWS::DAX::Cluster or AWS::::Account",
                "maxExemptionDays | 90 days | a whole number of days, 1 to 3650",
                "organization | o-abcdefghij | r-...",
                "organization | root | ou-...-...",
                "memberAccounts | 11112222333 | account ids of 12 digits",
                "organizationMode | stacksets | stack-sets, central",
                "organizationId | r-ab12 | the id of the organization (o-...)",
                "organizationId | o-AB12CD34EF | the id of the organization (o-...)",
                "managementAccount | 11112222333 | an account id of 12 digits",
                "regionConcurrency | serial | parallel, sequential",
                "failureTolerancePercentage | 101 | a whole number, 0 to 100",
                "failureTolerancePercentage | -1 | a whole number, 0 to 100",
                "failureTolerancePercentage | 10% | a whole number, 0 to 100",
                "maxConcurrentPercentage | 0 | a whole number, 1 to 100",
                "maxConcurrentPercentage | 101 | a whole number, 1 to 100",
                "excludedAccounts | 1111-2222-3333 | account ids of 12 digits",
                "replacement | yes | true or false",
                "approvers | alice smith | names of IAM users",
                "approvers | alice,alice | each element only once",
                "approvers | arn:aws:iam::111122223333:group/on-call | ARNs of users, roles",
                "approvers | arn:aws:iam::1111:role/on-call | ARNs of users, roles",
                "endpointParameterPath | daxguard | begins with /",
                "endpointParameterPath | /daxguard/ | does not end with /",
                "endpointParameterPath | / | does not end with /",
                "endpointParameterPath | /aws/daxguard | does not begin with /aws or /ssm",
                "endpointParameterPath | /SSM-daxguard | does not begin with /aws or /ssm",
                "endpointParameterPath | /a*b | a path of SSM parameters",
                "minQuietMinutes | 9 | 10 to 1440 minutes",
                "minQuietMinutes | 1441 | 10 to 1440 minutes",
                "minQuietMinutes | -60 | 10 to 1440 minutes",
                "minQuietMinutes | an hour | 10 to 1440 minutes",
                "minQuietMinutes | 99999999999 | 10 to 1440 minutes",
                "requireMetrics | no | true or false",
                "regions | eu-west | names of Regions, such as eu-west-1",
                "regions | EU-WEST-1 | names of Regions",
                "regions | eu-west-1a | names of Regions",
                "regions | eu-west-0 | names of Regions",
                "regions | aws-global | names of Regions",
                "regions | eu-west-1;us-east-1 | separated by commas",
                "regions | eu-west-1,,us-east-1 | names of Regions",
                "regions | eu-west-1, | names of Regions",
                "regions | eu-west-1,us-east-1,eu-west-1 | each element only once",
                "allowUnlistedRegion | mx-central-1 | true or false",
            })
    void invalidValue_isRefusedInOneLineWithNameValueAndExpectedForm(String name, String value, String accepted) {
        assertRefused(() -> read(name, value))
                .hasMessageStartingWith("Context value " + name + ": ")
                .hasMessageContaining(accepted)
                .extracting(Throwable::getMessage)
                .asString()
                .containsAnyOf(value.split(",", -1))
                .doesNotContain("\n");
    }

    /** A JSON value that is not a text would otherwise become one: an object as the address, true as the name of a cluster. */
    static List<Arguments> valuesOfOtherTypes() {
        return List.of(
                Arguments.of("alarmEmail", Map.of("to", "a@b.example"), "{to=a@b.example}"),
                Arguments.of("alarmEmail", List.of(List.of("a@b.example")), "[a@b.example]"),
                Arguments.of("frequency", Map.of(), "{}"),
                Arguments.of("regions", List.of(Map.of("name", "eu-west-1")), "{name=eu-west-1}"),
                Arguments.of("exemptClusters", true, "true"),
                Arguments.of("exemptClusters", List.of("legacy", false), "false"),
                Arguments.of("exemptionTag", false, "false"),
                Arguments.of("approvers", true, "true"),
                Arguments.of("creationRoles", false, "false"));
    }

    @ParameterizedTest
    @MethodSource("valuesOfOtherTypes")
    void valueOfAnotherType_isRefused(String name, Object value, String received) {
        assertRefused(() -> read(name, value))
                .hasMessageStartingWith("Context value " + name + ": invalid value: \"" + received + "\". Expected: ");
    }

    @Test
    void nullValue_returnsTheDefault() {
        for (String name : names()) {
            Map<String, Object> context = new HashMap<>();
            context.put(name, null);

            assertThat(ContextReader.read(context)).as(name).isEqualTo(ContextReader.read(Map.of()));
        }
    }

    @Test
    void longValueWithLineBreaks_isRefusedInOneShortLine() {
        assertRefused(() -> read("frequency", "x\n".repeat(10_000)))
                .extracting(Throwable::getMessage)
                .asString()
                .hasSizeLessThan(400)
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "frequncy",
                "alarm-email",
                "exempt_clusters",
                "Controls",
                "daxguard.frequency",
                "organization1",
                "snapStart",
                "daxguard:frequency",
                "@frequency",
                "frequency:",
                "daxguard/frequency"
            })
    void unknownName_isRefused(String name) {
        assertRefused(() -> read(name, "One_Hour"))
                .hasMessageContaining("Context name: invalid value: \"" + name + "\"")
                .hasMessageContaining("frequency");
    }

    @Test
    void namesOfTheCdk_areIgnored() {
        ContextReader.read(Map.of(
                "@aws-cdk/core:target-partitions", List.of("aws"),
                "aws:cdk:bundling-stacks", List.of("**"),
                "availability-zones:account=111122223333:region=eu-west-1", List.of("a"),
                "cli-telemetry", false));
    }

    @Test
    void replacement_withoutApprovers_hasDefaults() {
        assertThat(read("replacement", true).replacement())
                .contains(new Settings.Replacement(List.of(), "/daxguard", 60, true));
    }

    @Test
    void replacement_withApproversAndAPath_isRead() {
        Settings settings = ContextReader.read(Map.of(
                "replacement",
                "true",
                "approvers",
                "alice, bob@example.com,arn:aws:iam::111122223333:user/team/carol,"
                        + "arn:aws-cn:iam::111122223333:role/on-call,"
                        + "arn:aws:sts::111122223333:assumed-role/on-call/dave",
                "endpointParameterPath",
                "/shared/dax.v2",
                "minQuietMinutes",
                10,
                "requireMetrics",
                false));

        assertThat(settings.replacement())
                .contains(new Settings.Replacement(
                        List.of(
                                "alice",
                                "bob@example.com",
                                "arn:aws:iam::111122223333:user/team/carol",
                                "arn:aws-cn:iam::111122223333:role/on-call",
                                "arn:aws:sts::111122223333:assumed-role/on-call/dave"),
                        "/shared/dax.v2",
                        10,
                        false));
    }

    @Test
    void approvers_moreThanTen_areRefused() {
        Map<String, Object> replacement = Map.of("replacement", "true");

        assertThat(ContextReader.read(with(replacement, "approvers", users(10)))
                        .replacement()
                        .orElseThrow()
                        .approvers())
                .hasSize(10);
        assertRefused(() -> ContextReader.read(with(replacement, "approvers", users(11))))
                .hasMessageStartingWith("Context value approvers: invalid value: \"11 approvers\"")
                .hasMessageContaining("at most 10");
    }

    @Test
    void approvers_withoutReplacement_areRefused() {
        assertRefused(() -> read("approvers", "alice"))
                .hasMessageStartingWith("Context value approvers: invalid value: \"alice\"")
                .hasMessageContaining("unless replacement=true is set");
    }

    @Test
    void central_withAccounts_isRead() {
        Settings settings = ContextReader.read(Map.of(
                "organizationMode", "central",
                "organization", "ou-ab12-22222222, ou-ab12-11111111",
                "memberAccounts", "111122223333,444455556666",
                "excludedAccounts", "777788889999"));

        assertThat(settings.organization())
                .contains(new Organization.Central(
                        List.of("ou-ab12-22222222", "ou-ab12-11111111"),
                        List.of("111122223333", "444455556666"),
                        List.of("777788889999")));
    }

    @Test
    void organization_withARootAndUnits_isRefused() {
        assertRefused(() -> ContextReader.read(with(ORGANIZATION, "organization", "r-ab12,ou-ab12-11111111")))
                .hasMessageContaining("\"r-ab12,ou-ab12-11111111\"")
                .hasMessageContaining("only the root");
    }

    @Test
    void account_bothMemberAndExcluded_isRefused() {
        assertRefused(() -> ContextReader.read(with(ORGANIZATION, "excludedAccounts", "111122223333")))
                .hasMessageStartingWith("Context value excludedAccounts: invalid value: \"111122223333\"")
                .hasMessageContaining("accounts that are not in memberAccounts");
    }

    @Test
    void central_withoutOrWithTooManyMemberAccounts_isRefused() {
        assertRefused(() -> ContextReader.read(with(ORGANIZATION, "memberAccounts", "")))
                .hasMessageContaining("memberAccounts")
                .hasMessageContaining("1 to 50 account ids");
        assertRefused(() -> ContextReader.read(with(ORGANIZATION, "memberAccounts", accounts(51))))
                .hasMessageContaining("51 accounts");
        assertThat(ContextReader.read(with(ORGANIZATION, "memberAccounts", accounts(50)))
                        .organization())
                .hasValueSatisfying(organization -> assertThat(((Organization.Central) organization).memberAccounts())
                        .hasSize(50));
        assertRefused(() -> ContextReader.read(with(ORGANIZATION, "excludedAccounts", accounts(1001))))
                .hasMessageContaining("excludedAccounts")
                .hasMessageContaining("at most 1000");
    }

    @ParameterizedTest
    @CsvSource({
        "changeTriggered, true",
        "hook, warn",
        "hook, fail",
        "packaging, conformance-pack",
        "recorder, create",
        "replacement, true"
    })
    void central_withSettingsForOneAccount_isRefused(String name, String value) {
        assertRefused(() -> ContextReader.read(with(ORGANIZATION, name, value)))
                .hasMessageStartingWith("Context value " + name)
                .hasMessageContaining("because organizationMode=central is set");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:events:eu-west-1:111122223333:event-bus/daxguard",
                "arn:aws-us-gov:events:us-gov-west-1:111122223333:event-bus/daxguard",
            })
    void eventBus_withTheArnOfTheCentralBus_isRead(String arn) {
        assertThat(read("eventBus", arn).eventBus()).contains(arn);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "daxguard",
                "arn:aws:events:eu-west-1:111122223333:event-bus/default",
                "arn:aws:events:eu-west-1:111122223333:event-bus/daxguard/other",
                "arn:aws:events:eu-west-1:1111:event-bus/daxguard",
                "arn:aws:events:Ireland:111122223333:event-bus/daxguard",
                "arn:aws:sqs:eu-west-1:111122223333:daxguard",
            })
    void eventBus_withAnotherValue_isRefused(String value) {
        assertRefused(() -> read("eventBus", value))
                .hasMessageContaining("eventBus")
                .hasMessageContaining("event-bus/daxguard");
    }

    @Test
    void eventBus_withAConformancePack_isRefused() {
        String bus = "arn:aws:events:eu-west-1:111122223333:event-bus/daxguard";

        assertRefused(() -> ContextReader.read(with(Map.of("packaging", "conformance-pack"), "eventBus", bus)))
                .hasMessageContaining("eventBus")
                .hasMessageContaining("packaging");
    }

    @Test
    void eventBus_inAnOrganization_isRefused() {
        String bus = "arn:aws:events:eu-west-1:111122223333:event-bus/daxguard";

        assertRefused(() -> ContextReader.read(with(ORGANIZATION, "eventBus", bus)))
                .hasMessageContaining("eventBus")
                .hasMessageContaining("no value, because organization is set");
    }

    @Test
    void central_withRegions_isRefused() {
        assertRefused(() -> ContextReader.read(with(ORGANIZATION, "regions", "eu-west-1,us-east-1")))
                .hasMessageStartingWith("Context value regions: invalid value: \"eu-west-1,us-east-1\"")
                .hasMessageContaining("no value, because organizationMode=central is set");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void central_withOrWithoutRealTime_isRead(String realTime) {
        assertThat(ContextReader.read(with(ORGANIZATION, "realTime", realTime)).organization())
                .isPresent();
    }

    @Test
    void stackSets_withTheRequiredSettings_haveDefaults() {
        Settings settings = ContextReader.read(STACK_SETS);

        assertThat(settings.organization())
                .contains(new Organization.StackSets(
                        List.of("r-ab12"),
                        List.of(),
                        "o-ab12cd34ef",
                        "123456789012",
                        RegionConcurrency.PARALLEL,
                        100,
                        25));
        assertThat(settings.regions()).containsExactly("eu-west-1", "us-east-1");
        assertThat(ContextReader.read(with(STACK_SETS, "organizationMode", "stack-sets")))
                .isEqualTo(settings);
    }

    @Test
    void stackSets_withAllSettings_areRead() {
        Settings settings = ContextReader.read(new HashMap<>(Contexts.STACK_SETS_WITH_ALL));

        assertThat(settings.organization())
                .contains(new Organization.StackSets(
                        List.of("r-ab12"),
                        List.of(),
                        "o-ab12cd34ef",
                        "123456789012",
                        RegionConcurrency.SEQUENTIAL,
                        10,
                        50));
        assertThat(settings.hook()).isEqualTo(HookMode.FAIL);
        assertThat(settings.recorder()).isEqualTo(RecorderMode.CREATE);
        assertThat(settings.changeTriggered()).isTrue();
        assertThat(ContextReader.read(with(STACK_SETS, "excludedAccounts", "777788889999,123412341234"))
                        .organization()
                        .orElseThrow()
                        .excludedAccounts())
                .containsExactly("777788889999", "123412341234");
    }

    @Test
    void stackSets_withMoreThan50Units_areRefused() {
        assertThat(ContextReader.read(with(STACK_SETS, "organization", units(50)))
                        .organization()
                        .orElseThrow()
                        .units())
                .hasSize(50);
        assertRefused(() -> ContextReader.read(with(STACK_SETS, "organization", units(51))))
                .hasMessageStartingWith("Context value organization: invalid value: \"51 units\"")
                .hasMessageContaining("at most 50");
    }

    private static String units(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "ou-ab12-" + (10_000_000 + i))
                .collect(Collectors.joining(","));
    }

    @ParameterizedTest
    @CsvSource({
        "organizationId, the id of the organization (o-...)",
        "managementAccount, the account id of the management account",
        "regions, The first is the home Region",
    })
    void stackSets_withoutARequiredSetting_areRefused(String name, String expected) {
        assertRefused(() -> ContextReader.read(with(STACK_SETS, name, "")))
                .hasMessageStartingWith("Context value " + name)
                .hasMessageContaining(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "memberAccounts, 111122223333, organizationMode=central",
        "replacement, true, daxguard replace",
        "packaging, conformance-pack, exemptions of each account are parameters",
        "excludedAccounts, 123456789012, except the management account",
    })
    void stackSets_withASettingThatTheyDoNotSupport_areRefused(String name, String value, String reason) {
        assertRefused(() -> ContextReader.read(with(STACK_SETS, name, value)))
                .hasMessageStartingWith("Context value " + name + ": invalid value: \"" + value + "\"")
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "organizationId, o-ab12cd34ef",
        "managementAccount, 123456789012",
        "regionConcurrency, sequential",
        "failureTolerancePercentage, 10",
        "maxConcurrentPercentage, 50",
    })
    void settingsOfStackSets_withoutStackSets_areRefused(String name, String value) {
        assertRefused(() -> ContextReader.read(with(ORGANIZATION, name, value)))
                .hasMessageStartingWith("Context value " + name + ": invalid value: \"" + value + "\"")
                .hasMessageContaining("because organizationMode=central is set");
        assertRefused(() -> read(name, value))
                .hasMessageStartingWith("Context value " + name)
                .hasMessageContaining("unless organization is set");
    }

    /** The stack set accepts an override of each exemption for one account, with which the rules must still accept the list. */
    @Test
    void exemptClusters_inStackSets_leaveRoomForTheLongestOtherExemptions() {
        int longest = MemberParameters.longestExemptClusters(ContextReader.read(STACK_SETS));
        Map<String, Object> withTheOthers = with(
                with(
                        with(Map.of("exemptionTag", "x".repeat(128)), "maxExemptionDays", "3650"),
                        "exemptClusters",
                        clusters(longest)),
                "controls",
                "encryption-in-transit");

        assertThat(ContextReader.read(with(STACK_SETS, "exemptClusters", clusters(longest)))
                        .exemptClusters())
                .isPresent();
        assertRefused(() -> ContextReader.read(with(STACK_SETS, "exemptClusters", clusters(longest + 1))))
                .hasMessageStartingWith("Context value exemptClusters")
                .hasMessageContaining("at most " + longest + " characters");
        assertRefused(() -> ContextReader.read(with(STACK_SETS, "exemptClusters", "a,".repeat(4999) + "a")))
                .as("the pattern of the parameter would overflow the stack")
                .hasMessageContaining("at most " + longest + " characters");
        assertThat(ContextReader.read(withTheOthers).exemptClusters()).isPresent();
        assertRefused(() -> ContextReader.read(with(withTheOthers, "exemptClusters", clusters(longest + 1))))
                .hasMessageContaining("1024 characters");
    }

    /** CloudFormation would refuse these values of the parameters, which the rules accept. */
    @Test
    void exemptions_inStackSetsWithOtherWhiteSpace_areRefused() {
        assertRefused(() -> ContextReader.read(with(STACK_SETS, "exemptClusters", "a,\tb")))
                .hasMessageStartingWith("Context value exemptClusters")
                .hasMessageContaining("commas and spaces only");
        assertRefused(() -> ContextReader.read(with(STACK_SETS, "exemptionTag", "\u00a0until")))
                .hasMessageStartingWith("Context value exemptionTag")
                .hasMessageContaining("does not begin or end with a space");
        assertThat(read("exemptClusters", "a,\tb").exemptClusters()).isPresent();
        assertThat(read("exemptionTag", "\u00a0until").exemptionTag()).isPresent();
        assertThat(ContextReader.read(with(STACK_SETS, "exemptClusters", "a, b@2027-03-31"))
                        .exemptClusters())
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource({"memberAccounts, 111122223333", "excludedAccounts, 111122223333", "organizationMode, central"})
    void settingsOfAnOrganization_withoutOrganization_areRefused(String name, String value) {
        assertRefused(() -> read(name, value))
                .hasMessageStartingWith("Context value " + name)
                .hasMessageContaining("unless organization is set");
    }

    @Test
    void exemptClusters_aboveTheParameterLimitOfAwsConfig_areRefused() {
        // {"control":"encryption-in-transit","exemptClusters":""} has 55 characters.
        assertThat(read("exemptClusters", clusters(969)).exemptClusters()).isPresent();
        assertRefused(() -> read("exemptClusters", clusters(970)))
                .hasMessageContaining("exemptClusters")
                .hasMessageContaining("1024 characters");
        assertRefused(() -> ContextReader.read(with(ORGANIZATION, "exemptClusters", clusters(969))))
                .as("the name of the execution role is a parameter too")
                .hasMessageContaining("1024 characters");
    }

    /** Names of clusters, separated by commas, with the total number of characters. */
    private static String clusters(int characters) {
        StringBuilder names = new StringBuilder();
        for (int i = 1000; names.length() < characters; i++) {
            names.append(names.isEmpty() ? "" : ",").append("c").append(i);
        }
        names.setLength(characters);
        // The end can be a comma after truncation.
        return names.toString().endsWith(",") ? names.substring(0, characters - 1) + "*" : names.toString();
    }

    private static String users(int count) {
        return IntStream.range(0, count).mapToObj(i -> "user" + i).collect(Collectors.joining(","));
    }

    private static String accounts(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> String.format("%012d", 100_000_000_000L + i))
                .collect(Collectors.joining(","));
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(ThrowingCallable reading) {
        return assertThatThrownBy(reading).isInstanceOf(InvalidContextException.class);
    }

    private static Settings read(String name, Object value) {
        return ContextReader.read(Map.of(name, value));
    }

    private static Map<String, Object> with(Map<String, Object> context, String name, Object value) {
        Map<String, Object> more = new HashMap<>(context);
        more.put(name, value);
        return more;
    }
}
