package io.github.daxguard.handler;

import static io.github.daxguard.handler.LocalDigest.AT_REST;
import static io.github.daxguard.handler.LocalDigest.FIRST_DAY;
import static io.github.daxguard.handler.LocalDigest.IN_TRANSIT;
import static io.github.daxguard.handler.LocalDigest.MANAGEMENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.digest.DigestException;
import io.github.daxguard.digest.UnreadableFindingsException;
import io.github.daxguard.emulator.Faults;
import io.github.daxguard.rule.InvalidEventException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the digest function with an emulated aggregator, bucket and topic. */
class DigestHandlerTest {

    private static final String MEMBER = "444455556666";
    private static final String OTHER = "777788889999";
    private static final String IRELAND = "eu-west-1";
    private static final String VIRGINIA = "us-east-1";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LocalDigest digest = new LocalDigest();

    @AfterEach
    void stop() {
        digest.close();
    }

    @Test
    void firstDigest_findings_areSentAndStored() throws Exception {
        digest.result(AT_REST, MEMBER, IRELAND, "orders", "NON_COMPLIANT");
        digest.result(AT_REST, MEMBER, IRELAND, "safe", "COMPLIANT");
        digest.result(IN_TRANSIT, OTHER, VIRGINIA, "carts", "NON_COMPLIANT");
        digest.result("other-rule", MEMBER, IRELAND, "ignored", "NON_COMPLIANT");

        JsonNode response = digest.send();

        assertThat(response.get("outcome").asText()).isEqualTo("succeeded");
        assertCounts(response, 2, 2, 0);
        assertThat(digest.mail().subject()).isEqualTo("daxguard 2027-01-31: 2 NON_COMPLIANT, 2 new, 0 fixed");
        assertThat(digest.mail().text())
                .contains(
                        "This is the first digest",
                        "orders",
                        "carts",
                        AT_REST,
                        "StackSets do not deploy to the management account",
                        "aggregator has no results of daxguard's rules for this account")
                .doesNotContain("safe", "ignored", "INCOMPLETE");
        assertThat(digest.stored().get("schema").asInt()).isEqualTo(1);
        assertThat(digest.stored().get("time").asText()).isEqualTo(FIRST_DAY.toString());
        assertThat(digest.stored().get("findings")).hasSize(2);
        assertThat(digest.aws.calls())
                .allMatch(call -> call.status() == 200 || call.operation().equals("GetObject"));
    }

    @Test
    void secondDigest_changes_areNewAndFixed() throws Exception {
        digest.result(AT_REST, MEMBER, IRELAND, "orders", "NON_COMPLIANT");
        digest.result(AT_REST, MEMBER, IRELAND, "carts", "NON_COMPLIANT");
        digest.send();
        digest.clock.advance(Duration.ofHours(1));
        digest.result(AT_REST, MEMBER, IRELAND, "orders", "COMPLIANT");
        digest.result(IN_TRANSIT, OTHER, VIRGINIA, "stock", "NON_COMPLIANT");

        JsonNode response = digest.sendNextDay();

        assertCounts(response, 2, 1, 1);
        assertThat(section("New since 2027-01-31: 1")).contains("stock").doesNotContain("carts", "orders");
        assertThat(section("Fixed since 2027-01-31: 1")).contains("orders").doesNotContain("carts", "stock");
        assertThat(digest.logLines().stream().filter(line -> line.has("digest")))
                .extracting(line ->
                        line.get("account").asText() + " " + line.get("region").asText() + " "
                                + line.get("nonCompliant").asInt() + " "
                                + line.get("new").asInt() + " "
                                + line.get("fixed").asInt())
                .containsExactly(
                        "444455556666 eu-west-1 2 2 0", "444455556666 eu-west-1 1 0 1", "777788889999 us-east-1 1 1 0");
        assertThat(digest.stored().findValuesAsText("resourceId")).containsExactly("carts", "stock");
        assertThat(digest.stored().findValuesAsText("since")).containsExactly("2027-01-31", "2027-02-01");
    }

    @Test
    void sameEvent_again_isNotSentAgain() throws Exception {
        digest.result(AT_REST, MEMBER, IRELAND, "orders", "NON_COMPLIANT");
        digest.send();

        JsonNode again = digest.invoke(LocalDigest.scheduled(FIRST_DAY));
        JsonNode earlier = digest.invoke(LocalDigest.scheduled(FIRST_DAY.minus(Duration.ofDays(1))));

        assertThat(again.get("outcome").asText()).isEqualTo("succeeded");
        assertThat(earlier.get("outcome").asText()).isEqualTo("succeeded");
        assertThat(digest.topic.messages()).hasSize(1);
        assertThat(digest.stored().get("time").asText()).isEqualTo(FIRST_DAY.toString());
    }

    @Test
    void sameEvent_duringTheFirstInvocation_isSentOnce() throws Exception {
        digest.result(AT_REST, MEMBER, IRELAND, "orders", "NON_COMPLIANT");
        AtomicBoolean delivered = new AtomicBoolean();

        JsonNode response = digest.invoke(
                LocalDigest.scheduled(FIRST_DAY),
                pause -> {
                    if (delivered.compareAndSet(false, true)) {
                        invokeAgain();
                    }
                    digest.clock.advance(pause);
                },
                LocalDigest.TIMEOUT);

        assertThat(response.get("outcome").asText()).isEqualTo("succeeded");
        assertThat(digest.topic.messages()).hasSize(1);
    }

    private void sendFindingThatIsThenCompliant() throws IOException {
        digest.result(AT_REST, MEMBER, IRELAND, "orders", "NON_COMPLIANT");
        digest.send();
        digest.clock.advance(Duration.ofHours(1));
        digest.result(AT_REST, MEMBER, IRELAND, "orders", "COMPLIANT");
    }

    private void invokeAgain() {
        try {
            digest.invoke(LocalDigest.scheduled(FIRST_DAY));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void storingFails_retriedEvent_sendsTheSameNews() throws Exception {
        digest.result(AT_REST, MEMBER, IRELAND, "orders", "NON_COMPLIANT");
        digest.aws.faults().on("PutObject").deny();

        assertThatThrownBy(digest::send).isInstanceOf(DigestException.class).hasMessageContaining("s3:PutObject");
        digest.aws.faults().clear();
        digest.invoke(LocalDigest.scheduled(FIRST_DAY));

        assertThat(digest.topic.messages())
                .hasSize(2)
                .allSatisfy(mail ->
                        assertThat(mail.subject()).isEqualTo("daxguard 2027-01-31: 1 NON_COMPLIANT, 1 new, 0 fixed"));
    }

    @Test
    void publishFails_newFinding_isNewInTheNextDigest() throws Exception {
        digest.result(AT_REST, MEMBER, IRELAND, "carts", "COMPLIANT");
        digest.send();
        digest.clock.advance(Duration.ofHours(1));
        digest.result(AT_REST, MEMBER, IRELAND, "orders", "NON_COMPLIANT");
        digest.aws.faults().on("Publish").deny();

        assertThatThrownBy(digest::sendNextDay)
                .isInstanceOf(DigestException.class)
                .hasMessageContaining("sns:Publish");
        assertThat(digest.lastLine().get("outcome").asText()).isEqualTo("failed");
        digest.aws.faults().clear();

        assertCounts(digest.sendNextDay(), 1, 1, 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DescribeConfigurationAggregatorSourcesStatus",
                "DescribeAggregateComplianceByConfigRules",
                "GetAggregateComplianceDetailsByConfigRule",
                "GetObject"
            })
    void permissionMissing_call_failsWithoutAMail(String operation) {
        digest.result(AT_REST, MEMBER, IRELAND, "orders", "NON_COMPLIANT");
        digest.aws.faults().on(operation).deny();

        assertThatThrownBy(digest::send)
                .isInstanceOf(DigestException.class)
                .hasMessageContainingAll(operation, "Allow ", ":" + operation, "111122223333", "eu-west-1");
        assertThat(digest.topic.messages()).isEmpty();
        assertThat(digest.bucket.keys()).isEmpty();
        assertThat(digest.lastLine().get("outcome").asText()).isEqualTo("failed");
        assertThat(digest.lastLine().get("errorType").asText()).isEqualTo("DigestException");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DescribeConfigurationAggregatorSourcesStatus", "DescribeAggregateComplianceByConfigRules"})
    void listing_withoutItsListOrWithARepeatedToken_failsWithoutAMail(String operation) {
        digest.result(AT_REST, MEMBER, IRELAND, "orders", "NON_COMPLIANT");
        digest.aws.faults().on(operation).body("{}");

        assertThatThrownBy(digest::send).isInstanceOf(DigestException.class).hasMessageContaining("list");
        digest.aws.faults().clear();
        digest.aws.faults().on(operation).repeatNextToken();

        assertThatThrownBy(digest::send).isInstanceOf(DigestException.class).hasMessageContaining("NextToken");
        assertThat(digest.topic.messages()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "body, list",
        "empty, returns 0",
        "repeatedToken, NextToken",
        "serverError, server error",
        "member, resource"
    })
    void resourcesOfOneTarget_cannotBeRead_otherTargetsAreSent(String fault, String reason) throws Exception {
        digest.result(AT_REST, MEMBER, IRELAND, "orders", "NON_COMPLIANT");
        digest.result(AT_REST, OTHER, VIRGINIA, "carts", "NON_COMPLIANT");
        digest.send();
        digest.clock.advance(Duration.ofHours(1));
        digest.result(AT_REST, OTHER, VIRGINIA, "stock", "NON_COMPLIANT");
        Faults.Selection selection = digest.aws.faults().on("GetAggregateComplianceDetailsByConfigRule");
        switch (fault) {
            case "body" -> selection.call(1).body("{}");
            case "empty" -> selection.call(1).body("{\"AggregateEvaluationResults\":[]}");
            case "member" -> selection.call(1).body("{\"AggregateEvaluationResults\":[{}]}");
            // The calls after the first one: the SDK's attempts for this target, then the other target.
            case "serverError" -> {
                for (int call = 1; call <= 3; call++) {
                    digest.aws
                            .faults()
                            .on("GetAggregateComplianceDetailsByConfigRule")
                            .call(call)
                            .serverError();
                }
            }
            default -> {
                selection.call(1).repeatNextToken();
                selection.call(2).repeatNextToken();
            }
        }

        JsonNode response = digest.sendNextDay();

        assertThat(response.get("outcome").asText()).isEqualTo("incomplete");
        assertThat(response.get("unread").asInt()).isEqualTo(1);
        assertThat(response.get("notReadToday").asInt()).isEqualTo(1);
        assertCounts(response, 3, 1, 0);
        assertThat(digest.mail().subject()).endsWith("(INCOMPLETE)");
        assertThat(section("Evaluation results not read today: 1")).contains(MEMBER, IRELAND, AT_REST, reason);
        assertThat(section("Earlier findings not read today: 1")).contains("orders");
        assertThat(section("New since 2027-01-31: 1")).contains("stock");
        assertThat(digest.stored().findValuesAsText("resourceId")).containsExactly("orders", "carts", "stock");
    }

    @Test
    void timeExhausted_remainingTargets_areNamedAndNotFixed() throws Exception {
        for (int i = 0; i < 20; i++) {
            digest.result(AT_REST, "1000000000" + (10 + i), IRELAND, "orders", "NON_COMPLIANT");
        }
        digest.send();

        digest.clock.advanceTo(digest.clock.instant().plus(Duration.ofDays(1)));
        JsonNode response = digest.invoke(
                LocalDigest.scheduled(digest.clock.instant()), digest.clock::advance, Duration.ofSeconds(4));

        assertThat(response.get("outcome").asText()).isEqualTo("incomplete");
        int unread = response.get("unread").asInt();
        assertThat(unread).isBetween(1, 19);
        assertCounts(response, 20, 0, 0);
        assertThat(response.get("notReadToday").asInt()).isEqualTo(unread);
        assertThat(section("Evaluation results not read today: " + unread))
                .contains("100000000029", "time was exhausted");
        assertThat(digest.stored().get("findings")).hasSize(20);
    }

    @Test
    void sourceNotUpToDate_findings_areNotFixed() throws Exception {
        sendFindingThatIsThenCompliant();
        digest.aggregator.source(MEMBER, IRELAND, "FAILED");
        digest.aggregator.source(OTHER, VIRGINIA, "OUTDATED");
        digest.aws.state(OTHER, VIRGINIA);

        JsonNode response = digest.sendNextDay();

        assertThat(response.get("outcome").asText()).isEqualTo("incomplete");
        assertThat(response.get("sourcesNotUpToDate").asInt()).isEqualTo(2);
        assertCounts(response, 1, 0, 0);
        assertThat(section("Sources that are not up to date in AWS Config's aggregator: 2"))
                .contains(MEMBER, "FAILED", "recorder is not enabled", OTHER, "OUTDATED");
        assertThat(section("Earlier findings not read today: 1")).contains("orders");

        digest.aggregator.source(MEMBER, IRELAND, "SUCCEEDED");
        digest.aggregator.source(OTHER, VIRGINIA, "SUCCEEDED");
        assertCounts(digest.sendNextDay(), 0, 0, 1);
    }

    /** As after the removal of the rule, its stack or the account. */
    @Test
    void resultsOfARule_removed_findingsAreNotFixed() throws Exception {
        digest.result(AT_REST, MEMBER, IRELAND, "orders", "NON_COMPLIANT");
        digest.result(AT_REST, OTHER, VIRGINIA, "carts", "NON_COMPLIANT");
        digest.send();
        digest.clock.advance(Duration.ofHours(1));
        digest.result(AT_REST, MEMBER, IRELAND, "orders", "NOT_APPLICABLE");
        digest.result(AT_REST, OTHER, VIRGINIA, "carts", "COMPLIANT");

        JsonNode response = digest.sendNextDay();

        assertCounts(response, 0, 0, 1);
        assertThat(response.get("noLongerReported").asInt()).isEqualTo(1);
        assertThat(section("No longer reported: 1")).contains(MEMBER, "orders").doesNotContain("carts");
        JsonNode next = digest.sendNextDay();
        assertThat(next.get("noLongerReported").asInt()).isZero();
    }

    @Test
    void resultsOfARule_notConfirmed_findingsAreNotReadToday() throws Exception {
        sendFindingThatIsThenCompliant();
        // After three calls for each of the two rules, because no rule is NON_COMPLIANT.
        digest.aws
                .faults()
                .on("DescribeAggregateComplianceByConfigRules")
                .fromCall(7)
                .serverError();

        JsonNode response = digest.sendNextDay();

        assertThat(response.get("outcome").asText()).isEqualTo("incomplete");
        assertCounts(response, 1, 0, 0);
        assertThat(response.get("unread").asInt()).isEqualTo(1);
    }

    /** The listing of the rules and the confirmation are separate calls, between which a result can change. */
    @ParameterizedTest
    @CsvSource({
        "'{\"ComplianceType\":\"NON_COMPLIANT\"}', 1, 0",
        "'{\"ComplianceType\":\"INSUFFICIENT_DATA\"}', 0, 1",
        "'{\"ComplianceType\":\"NEW_TYPE\"}', 1, 0",
        "{}, 1, 0",
        "null, 1, 0",
    })
    void ruleOfMissingFinding_notCompliantAtTheConfirmation_isNotFixed(
            String compliance, int unconfirmed, int unreported) throws Exception {
        sendFindingThatIsThenCompliant();
        digest.aws
                .faults()
                .on("DescribeAggregateComplianceByConfigRules")
                .call(7)
                .body("""
                        {"AggregateComplianceByConfigRules":[{"ConfigRuleName":"%s","AccountId":"%s","AwsRegion":"%s",
                        "Compliance":%s}]}
                        """.formatted(AT_REST, MEMBER, IRELAND, compliance));

        JsonNode response = digest.sendNextDay();

        assertCounts(response, unconfirmed, 0, 0);
        assertThat(response.get("notReadToday").asInt()).isEqualTo(unconfirmed);
        assertThat(response.get("noLongerReported").asInt()).isEqualTo(unreported);
    }

    @Test
    void noResults_ofAnyRule_isNotReportedAsCompliance() throws Exception {
        JsonNode response = digest.send();

        assertThat(response.get("rulesWithoutResults").asInt()).isEqualTo(2);
        assertThat(digest.mail().subject()).isEqualTo("daxguard 2027-01-31: no evaluation results");
        assertThat(section("Rules without evaluation results in any account: 2"))
                .contains(AT_REST, IN_TRANSIT);
    }

    @Test
    void managementAccount_withResults_isStated() throws Exception {
        digest.result(AT_REST, MANAGEMENT, IRELAND, "safe", "COMPLIANT");

        digest.send();

        assertThat(section("Management account " + MANAGEMENT))
                .contains("StackSets do not deploy", "aggregator has results");
    }

    @Test
    void emptyFirstPages_areFollowed() throws Exception {
        digest.result(AT_REST, MEMBER, IRELAND, "orders", "NON_COMPLIANT");
        digest.aggregator.startWithEmptyPages();

        assertCounts(digest.send(), 1, 1, 0);
    }

    /** A finding that is missing in an incomplete listing is not fixed. */
    @Test
    void fewerResourcesThanCounted_missingFindingIsNotFixed() throws Exception {
        digest.result(AT_REST, MEMBER, IRELAND, "carts", "NON_COMPLIANT");
        digest.result(AT_REST, MEMBER, IRELAND, "orders", "NON_COMPLIANT");
        digest.send();
        String orders = """
                {"AccountId": "%s", "AwsRegion": "eu-west-1", "ComplianceType": "NON_COMPLIANT",
                  "EvaluationResultIdentifier": {"EvaluationResultQualifier": {"ConfigRuleName": "%s",
                  "ResourceType": "AWS::DAX::Cluster", "ResourceId": "orders"}}}""".formatted(MEMBER, AT_REST);
        digest.aws
                .faults()
                .on("GetAggregateComplianceDetailsByConfigRule")
                .call(1)
                .body("{\"AggregateEvaluationResults\": [" + orders + "," + orders + "]}");

        JsonNode response = digest.sendNextDay();

        assertThat(response.get("outcome").asText()).isEqualTo("incomplete");
        assertCounts(response, 2, 0, 0);
        assertThat(digest.stored().findValuesAsText("resourceId")).containsExactly("carts", "orders");
    }

    @Test
    void throttled_beyondTheRetriesOfTheSdk_isRepeatedLater() throws Exception {
        digest.result(AT_REST, MEMBER, IRELAND, "orders", "NON_COMPLIANT");
        for (int call = 1; call <= 3; call++) {
            digest.aws
                    .faults()
                    .on("GetAggregateComplianceDetailsByConfigRule")
                    .call(call)
                    .throttle();
        }

        JsonNode response = digest.send();

        assertThat(response.get("outcome").asText()).isEqualTo("succeeded");
        assertCounts(response, 1, 1, 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{", "[]", "{\"schema\":2,\"time\":\"2027-01-30T06:00:00Z\",\"findings\":[]}", "{\"schema\":1}"})
    void storedFindings_unreadable_digestIsSentOnceAndTheInvocationFails(String stored) throws Exception {
        digest.bucket.put(LocalDigest.FINDINGS, stored);
        digest.result(AT_REST, MEMBER, IRELAND, "orders", "NON_COMPLIANT");

        assertThatThrownBy(digest::send).isInstanceOf(UnreadableFindingsException.class);

        assertThat(digest.lastLine().get("outcome").asText()).isEqualTo("failed");
        assertThat(digest.lastLine().get("nonCompliant").asInt()).isEqualTo(1);
        assertThat(digest.mail().text()).contains("new and fixed findings are not known", "orders");
        assertThat(digest.mail().subject()).endsWith("(INCOMPLETE)");
        digest.invoke(LocalDigest.scheduled(FIRST_DAY));
        assertThat(digest.topic.messages()).hasSize(1);
        assertCounts(digest.sendNextDay(), 1, 0, 0);
    }

    /** As after an invocation with a test event. */
    @Test
    void storedFindings_fromTheFuture_areReplaced() throws Exception {
        digest.result(AT_REST, MEMBER, IRELAND, "orders", "NON_COMPLIANT");
        digest.invoke(LocalDigest.scheduled(FIRST_DAY.plus(Duration.ofDays(365))));

        assertThatThrownBy(digest::sendNextDay)
                .isInstanceOf(UnreadableFindingsException.class)
                .hasMessageContaining("2028-01-31T06:00:00Z");

        assertThat(digest.topic.messages()).hasSize(2);
        assertCounts(digest.sendNextDay(), 1, 0, 0);
    }

    @Test
    void storedFindings_truncatedResponse_isReadAgain() throws Exception {
        digest.result(AT_REST, MEMBER, IRELAND, "orders", "NON_COMPLIANT");
        digest.send();
        digest.aws.faults().on("GetObject").call(1).truncate();

        assertCounts(digest.sendNextDay(), 1, 0, 0);
    }

    @ParameterizedTest
    @CsvSource({
        "KMSAccessDenied, 400, kms:GenerateDataKey",
        "NotFound, 404, topic does not exist",
        "AuthorizationError, 403, sns:Publish",
        "InternalError, 500, server error",
    })
    void publish_refused_errorNamesTheNextStep(String code, int status, String step) {
        digest.aws.faults().on("Publish").error(code, "Refused", status);

        assertThatThrownBy(digest::send).isInstanceOf(DigestException.class).hasMessageContainingAll(code, step);
        assertThat(digest.bucket.keys()).isEmpty();
    }

    @Test
    void missingBucket_isNotAFirstDigest() {
        digest.aws.faults().on("GetObject").error("NoSuchBucket", "The specified bucket does not exist", 404);

        assertThatThrownBy(digest::send)
                .isInstanceOf(DigestException.class)
                .hasMessageContaining("bucket does not exist");
        assertThat(digest.topic.messages()).isEmpty();
    }

    @Test
    void clusterCreated_creator_isInTheDigestAndKept() throws Exception {
        JsonNode stored = created(
                MEMBER, VIRGINIA, "Orders", "2027-01-30T17:02:03Z", "arn:aws:sts::444455556666:assumed-role/dev/ana");
        digest.result(AT_REST, MEMBER, VIRGINIA, "orders", "NON_COMPLIANT");
        digest.result(IN_TRANSIT, MEMBER, VIRGINIA, "orders", "NON_COMPLIANT");
        digest.result(AT_REST, MEMBER, VIRGINIA, "carts", "NON_COMPLIANT");

        digest.send();

        assertThat(stored.get("stored").asText()).isEqualTo("true");
        assertThat(digest.bucket.keys()).contains("creators/444455556666/us-east-1/orders.json");
        assertThat(section("All findings: 3"))
                .containsPattern("orders\\s+" + AT_REST
                        + "\\s+created 2027-01-30 17:02 UTC by\\s+arn:aws:sts::444455556666:assumed-role/dev/ana")
                .containsPattern("carts\\s+" + AT_REST + "\\s+creator not known");
        assertThat(digest.stored().findValuesAsText("creator"))
                .containsExactly(
                        "arn:aws:sts::444455556666:assumed-role/dev/ana",
                        "arn:aws:sts::444455556666:assumed-role/dev/ana");
        assertThat(digest.aws.calls("GetObject").stream()
                        .map(call -> call.body().path("Key").asText()))
                .containsOnlyOnce("creators/444455556666/us-east-1/carts.json");
    }

    @Test
    void clusterCreatedAgain_stillNonCompliant_newCreatorIsKnown() throws Exception {
        created(MEMBER, VIRGINIA, "orders", "2027-01-30T17:00:00Z", "arn:aws:iam::444455556666:user/ana");
        digest.result(AT_REST, MEMBER, VIRGINIA, "orders", "NON_COMPLIANT");
        digest.send();
        created(MEMBER, VIRGINIA, "orders", "2027-01-31T17:00:00Z", "arn:aws:iam::444455556666:user/ben");
        created(MEMBER, VIRGINIA, "orders", "2027-01-31T16:00:00Z", "arn:aws:iam::444455556666:user/late");

        digest.sendNextDay();

        assertThat(digest.stored().findValuesAsText("creator")).containsExactly("arn:aws:iam::444455556666:user/ben");
        assertThat(digest.logLines().stream()
                        .filter(line -> line.path("stored").asText().equals("false")))
                .hasSize(1);
    }

    @Test
    void creators_cannotBeRead_digestIsSentAndSaysSo() throws Exception {
        digest.result(AT_REST, MEMBER, VIRGINIA, "orders", "NON_COMPLIANT");
        digest.result(AT_REST, MEMBER, VIRGINIA, "carts", "NON_COMPLIANT");
        digest.aws.faults().on("GetObject").fromCall(2).deny();

        JsonNode response = digest.send();

        assertThat(response.get("outcome").asText()).isEqualTo("incomplete");
        assertThat(digest.mail().text()).contains("Creators not read", "s3:GetObject");
        assertThat(digest.aws.calls("GetObject")).hasSize(3);
    }

    @Test
    void creatorWithInvalidContent_otherCreators_areRead() throws Exception {
        created(OTHER, VIRGINIA, "orders", "2027-01-30T17:02:03Z", "arn:aws:iam::777788889999:user/ana");
        digest.bucket.put("creators/" + MEMBER + "/us-east-1/carts.json", "{}");
        digest.result(AT_REST, MEMBER, VIRGINIA, "carts", "NON_COMPLIANT");
        digest.result(AT_REST, OTHER, VIRGINIA, "orders", "NON_COMPLIANT");

        JsonNode response = digest.send();

        assertThat(response.get("outcome").asText()).isEqualTo("incomplete");
        assertThat(section("All findings: 2")).contains("user/ana", "creator not known");
    }

    @Test
    void creatorWithInvalidContent_thenADeniedCall_messageStatesTheDeniedCall() throws Exception {
        digest.bucket.put("creators/" + MEMBER + "/us-east-1/carts.json", "{}");
        digest.result(AT_REST, MEMBER, VIRGINIA, "carts", "NON_COMPLIANT");
        digest.result(AT_REST, MEMBER, VIRGINIA, "orders", "NON_COMPLIANT");
        digest.aws.faults().on("GetObject").call(3).deny();

        digest.send();

        assertThat(digest.mail().text()).contains("Creators not read", "s3:GetObject");
    }

    /** Any account can report other ids for its rule of the same name. */
    @Test
    void idThatIsNotAName_otherCreators_areRead() throws Exception {
        created(OTHER, VIRGINIA, "orders", "2027-01-30T17:02:03Z", "arn:aws:iam::777788889999:user/ana");
        digest.result(AT_REST, MEMBER, VIRGINIA, "\u00e9".repeat(700), "NON_COMPLIANT");
        digest.result(AT_REST, MEMBER, VIRGINIA, "../../../digest/findings", "NON_COMPLIANT");
        digest.result(AT_REST, OTHER, VIRGINIA, "orders", "NON_COMPLIANT");

        JsonNode response = digest.send();

        assertThat(response.get("outcome").asText()).isEqualTo("succeeded");
        assertThat(section("All findings: 3")).contains("user/ana");
        assertThat(digest.aws.calls("GetObject"))
                .extracting(call -> call.body().path("Key").asText())
                .containsOnly(LocalDigest.FINDINGS, "creators/777788889999/us-east-1/orders.json");
    }

    @Test
    void failedCreation_isIgnored() throws Exception {
        ObjectNode event = event(MEMBER, VIRGINIA, "orders");
        ((ObjectNode) event.get("detail")).put("errorCode", "ClusterAlreadyExistsFault");

        JsonNode response = digest.invoke(JSON.writeValueAsBytes(event));

        assertThat(response.get("outcome").asText()).isEqualTo("succeeded");
        assertThat(response.get("message")).isNull();
        assertThat(digest.aws.calls()).isEmpty();
        assertThat(digest.lastLine().get("message").asText()).contains("ClusterAlreadyExistsFault");
    }

    @Test
    void creatorObject_unreadable_isNotReplaced() {
        digest.bucket.put("creators/444455556666/us-east-1/orders.json", "{}");

        assertThatThrownBy(() -> created(
                        MEMBER, VIRGINIA, "orders", "2027-01-30T17:00:00Z", "arn:aws:iam::444455556666:user/ana"))
                .isInstanceOf(DigestException.class)
                .hasMessageContaining("creators/444455556666/us-east-1/orders.json");
        assertThat(digest.aws.calls("PutObject")).isEmpty();
    }

    @Test
    void unknownEvent_failsWithoutACall() {
        assertThatThrownBy(() -> digest.invoke("{\"source\":\"aws.s3\"}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(InvalidEventException.class);
        assertThat(digest.aws.calls()).isEmpty();
        assertThat(digest.lastLine().get("errorType").asText()).isEqualTo("InvalidEventException");
    }

    private JsonNode created(String account, String region, String cluster, String time, String arn)
            throws IOException {
        ObjectNode event = event(account, region, cluster);
        ObjectNode detail = (ObjectNode) event.get("detail");
        detail.put("eventTime", time);
        ((ObjectNode) detail.get("userIdentity")).put("arn", arn);
        return digest.invoke(JSON.writeValueAsBytes(event));
    }

    private ObjectNode event(String account, String region, String cluster) throws IOException {
        return (ObjectNode) JSON.readTree(digest.aws
                .state(account, region)
                .daxCallEvent("CreateCluster", JSON.createObjectNode().put("clusterName", cluster)));
    }

    /** The part of the message that starts with this title. */
    private String section(String title) {
        String text = digest.mail().text();
        assertThat(text).contains("\n" + title + "\n");
        String rest = text.substring(text.indexOf("\n" + title + "\n") + 1);
        int end = rest.indexOf("\n\n");
        return end < 0 ? rest : rest.substring(0, end);
    }

    private static void assertCounts(JsonNode response, int nonCompliant, int fresh, int fixed) {
        assertThat(response.get("nonCompliant").asInt()).as("nonCompliant").isEqualTo(nonCompliant);
        assertThat(response.get("new").asInt()).as("new").isEqualTo(fresh);
        assertThat(response.get("fixed").asInt()).as("fixed").isEqualTo(fixed);
    }
}
