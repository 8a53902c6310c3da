package io.github.daxguard.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.securityhub.SecurityHubClient;
import software.amazon.awssdk.services.securityhub.model.AwsSecurityFinding;
import software.amazon.awssdk.services.securityhub.model.BatchImportFindingsResponse;
import software.amazon.awssdk.services.securityhub.model.Compliance;
import software.amazon.awssdk.services.securityhub.model.ImportFindingsError;
import software.amazon.awssdk.services.securityhub.model.InternalException;
import software.amazon.awssdk.services.securityhub.model.InvalidAccessException;
import software.amazon.awssdk.services.securityhub.model.InvalidInputException;
import software.amazon.awssdk.services.securityhub.model.Resource;
import software.amazon.awssdk.services.securityhub.model.SecurityHubException;
import software.amazon.awssdk.services.securityhub.model.Severity;
import software.amazon.awssdk.services.securityhub.model.StatusReason;

class SecurityHubTest {
    private static final String PRODUCT = "arn:aws:securityhub:eu-west-1:111122223333:product/111122223333/default";
    private static final String TEXT_OF_257 = "x".repeat(257);

    private final LocalAws aws = LocalAws.start(SettableClock.at(Sdk.START));
    private final Estate estate = aws.estate(Sdk.ACCOUNT, Sdk.REGION);
    private final SecurityHubClient securityHub = Sdk.of(aws).securityHub();

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void batchImportFindings_wellFormed_isKeptAsSent() {
        estate.enableSecurityHub();

        BatchImportFindingsResponse response = send(finding("a"), finding("b"));

        assertThat(response.successCount()).isEqualTo(2);
        assertThat(response.failedCount()).isZero();
        assertThat(response.failedFindings()).isEmpty();
        assertThat(estate.findings())
                .extracting(finding -> finding.path("Id").asText())
                .containsExactly("a", "b");
        JsonNode kept = estate.findings().get(0);
        assertThat(kept.path("Severity").path("Label").asText()).isEqualTo("MEDIUM");
        assertThat(kept.at("/Resources/0/Id").asText()).isEqualTo("arn:aws:dax:eu-west-1:111122223333:cache/orders");
        assertThat(aws.calls())
                .extracting(call -> call.service() + " " + call.operation() + " " + call.account() + " " + call.region()
                        + " " + call.body().path("Findings").size() + " " + call.status())
                .containsExactly("securityhub BatchImportFindings 111122223333 eu-west-1 2 200");
    }

    @Test
    void batchImportFindings_sameIdAgain_replacesIt() {
        estate.enableSecurityHub();
        send(finding("a"), finding("b"));

        send(finding("a").toBuilder().title("Now another").build());

        assertThat(estate.findings())
                .extracting(finding -> finding.path("Title").asText())
                .containsExactly("Now another", "Title");
    }

    @Test
    void batchImportFindings_otherPlaces_areKeptApart() {
        estate.enableSecurityHub();

        send(finding("a"));

        assertThat(aws.estate(Sdk.ACCOUNT, "us-east-1").findings()).isEmpty();
        assertThatThrownBy(() -> Sdk.of(aws, Sdk.ACCOUNT, "us-east-1")
                        .securityHub()
                        .batchImportFindings(r -> r.findings(finding("a").toBuilder()
                                .productArn(PRODUCT.replace("eu-west-1", "us-east-1"))
                                .build())))
                .isInstanceOf(InvalidAccessException.class);
    }

    @Test
    void batchImportFindings_notEnabled_isRefused() {
        assertThatThrownBy(() -> send(finding("a")))
                .isInstanceOf(InvalidAccessException.class)
                // Not by its message: the JDK's client keeps no body of a 401.
                .satisfies(e -> {
                    assertThat(((SecurityHubException) e).statusCode()).isEqualTo(401);
                    assertThat(((SecurityHubException) e).awsErrorDetails().errorCode())
                            .isEqualTo("InvalidAccessException");
                });
        assertThat(estate.findings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 101})
    void batchImportFindings_badCount_isRefused(int count) {
        estate.enableSecurityHub();

        assertThatThrownBy(() -> securityHub.batchImportFindings(r -> r.findings(IntStream.range(0, count)
                        .mapToObj(i -> finding("f" + i))
                        .toList())))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("data.Findings should NOT have");
        assertThat(estate.findings()).isEmpty();
    }

    @Test
    void batchImportFindings_hundred_areTaken() {
        estate.enableSecurityHub();

        BatchImportFindingsResponse response = securityHub.batchImportFindings(r -> r.findings(
                IntStream.range(0, 100).mapToObj(i -> finding("f" + i)).toList()));

        assertThat(response.successCount()).isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource({
        "444455556666, " + PRODUCT,
        "111122223333, arn:aws:securityhub:eu-west-1:444455556666:product/444455556666/default",
        "111122223333, arn:aws:securityhub:us-east-1:111122223333:product/111122223333/default",
        "111122223333, arn:aws:securityhub:eu-west-1::product/somebody/else",
    })
    void batchImportFindings_notTheCallersOwn_deniesTheWholeCall(String account, String product) {
        estate.enableSecurityHub();
        AwsSecurityFinding others = finding("b").toBuilder()
                .awsAccountId(account)
                .productArn(product)
                .build();

        assertThatThrownBy(() -> send(finding("a"), others))
                .isInstanceOf(SecurityHubException.class)
                .hasMessageContaining(
                        "is not authorized to perform: securityhub:BatchImportFindings on resource: " + product)
                .satisfies(e -> {
                    assertThat(((SecurityHubException) e).statusCode()).isEqualTo(403);
                    assertThat(((SecurityHubException) e).awsErrorDetails().errorCode())
                            .isEqualTo("AccessDeniedException");
                });
        assertThat(estate.findings()).isEmpty();
    }

    @Test
    void batchImportFindings_chinesePartition_hasItsOwnProduct() {
        aws.estate(Sdk.ACCOUNT, "cn-north-1").enableSecurityHub();

        assertThat(Sdk.of(aws, Sdk.ACCOUNT, "cn-north-1")
                        .securityHub()
                        .batchImportFindings(r -> r.findings(finding("a").toBuilder()
                                .productArn(
                                        "arn:aws-cn:securityhub:cn-north-1:111122223333:product/111122223333/default")
                                .build()))
                        .successCount())
                .isEqualTo(1);
    }

    static Stream<Arguments> breaches() {
        return Stream.of(
                breach("data should have required property 'SchemaVersion'", f -> f.schemaVersion(null)),
                breach("data.SchemaVersion should be equal to one of", f -> f.schemaVersion("2018-10-09")),
                breach("data.Id should NOT be longer than 512", f -> f.id("x".repeat(513))),
                breach("data should have required property 'ProductArn'", f -> f.productArn(null)),
                breach("data should have required property 'GeneratorId'", f -> f.generatorId(null)),
                breach("data should have required property 'AwsAccountId'", f -> f.awsAccountId(null)),
                breach("data should have required property 'CreatedAt'", f -> f.createdAt(null)),
                breach("data should have required property 'UpdatedAt'", f -> f.updatedAt(null)),
                breach("data.UpdatedAt should match format \"date-time\"", f -> f.updatedAt("today")),
                breach("data.LastObservedAt should match format", f -> f.lastObservedAt("2027-01-31")),
                breach("data should have required property 'Severity'", f -> f.severity((Severity) null)),
                breach("data.Severity should have required property 'Label'", f -> f.severity(s -> s.original("5"))),
                breach("data.Severity.Label should be equal to one of", f -> f.severity(s -> s.label("BAD"))),
                breach("data.Severity.Normalized should be in the range", f -> f.severity(s -> s.normalized(101))),
                breach("data should have required property 'Title'", f -> f.title(null)),
                breach("data.Title should NOT be longer than 256", f -> f.title(TEXT_OF_257)),
                breach("data.Title should match pattern", f -> f.title(" ")),
                breach("data should have required property 'Description'", f -> f.description(null)),
                breach("data.Description should NOT be longer than 1024", f -> f.description("x".repeat(1025))),
                breach("data.Resources should NOT have fewer than 1", f -> f.resources((List<Resource>) null)),
                breach("data.Resources should NOT have fewer than 1", f -> f.resources(List.of())),
                breach(
                        "data.Resources should NOT have more than 32",
                        f -> f.resources(Collections.nCopies(33, resource(r -> {})))),
                breach(
                        "data.Resources should have required property 'Type'",
                        f -> f.resources(resource(r -> r.type(null)))),
                breach(
                        "data.Resources should have required property 'Id'",
                        f -> f.resources(resource(r -> r.id(null)))),
                breach(
                        "data.Resources.Region should NOT be longer",
                        f -> f.resources(resource(r -> r.region("x".repeat(17))))),
                breach(
                        "data.Resources.Partition should be equal",
                        f -> f.resources(resource(r -> r.partition("aws-x")))),
                breach(
                        "data.Resources.Details.Other.Status should match pattern",
                        f -> f.resources(resource(r -> r.details(d -> d.other(Map.of("Status", "")))))),
                breach("data.Types should match pattern", f -> f.types("Findings/Of mine")),
                breach("data.Types should NOT have more than 50", f -> f.types(Collections.nCopies(51, "TTPs"))),
                breach(
                        "data.FindingProviderFields.Severity.Label should be equal",
                        f -> f.findingProviderFields(own -> own.severity(s -> s.label("BAD")))),
                breach("data.Compliance.Status should be equal to one of", f -> f.compliance(c -> c.status("GOOD"))),
                breach(
                        "data.Compliance.StatusReasons should have required property 'ReasonCode'",
                        f -> f.compliance(Compliance.builder()
                                .statusReasons(
                                        StatusReason.builder().description("d").build())
                                .build())),
                breach("data.RecordState should be equal to one of", f -> f.recordState("GONE")),
                breach(
                        "data.Remediation.Recommendation.Text should NOT be longer than 512",
                        f -> f.remediation(r -> r.recommendation(t -> t.text("x".repeat(513))))),
                breach("data.ProductName should NOT be longer than 128", f -> f.productName("x".repeat(129))),
                breach("data.CompanyName should NOT be longer than 128", f -> f.companyName("x".repeat(129))),
                breach("data.ProductFields should NOT have more than 50", f -> f.productFields(fields(51))),
                breach("data.ProductFields should have keys of 1", f -> f.productFields(Map.of("x".repeat(129), "v"))),
                breach(
                        "data.ProductFields.k should NOT be longer than 2048",
                        f -> f.productFields(Map.of("k", "x".repeat(2049)))),
                breach("larger than 240 KB", f -> f.userDefinedFields(Map.of("k", "x".repeat(240 * 1024)))));
    }

    @ParameterizedTest
    @MethodSource("breaches")
    void batchImportFindings_badFinding_comesBackAndTheOthersAreKept(
            String message, Consumer<AwsSecurityFinding.Builder> change) {
        estate.enableSecurityHub();
        AwsSecurityFinding.Builder bad = finding("bad").toBuilder();
        change.accept(bad);

        BatchImportFindingsResponse response = send(finding("a"), bad.build());

        assertThat(response.successCount()).isEqualTo(1);
        assertThat(response.failedCount()).isEqualTo(1);
        assertThat(response.failedFindings()).singleElement().satisfies(failure -> {
            assertThat(failure.id()).isEqualTo(bad.build().id());
            assertThat(failure.errorCode()).isEqualTo("InvalidInput");
            assertThat(failure.errorMessage()).contains(message);
        });
        assertThat(estate.findings())
                .extracting(finding -> finding.path("Id").asText())
                .containsExactly("a");
    }

    @Test
    void batchImportFindings_severityOfTheProviderAlone_isEnough() {
        estate.enableSecurityHub();

        assertThat(send(finding("a").toBuilder()
                                .severity((Severity) null)
                                .findingProviderFields(own -> own.severity(s -> s.label("LOW"))
                                        .types("Software and Configuration Checks/A/B"))
                                .build())
                        .successCount())
                .isEqualTo(1);
    }

    @Test
    void failFindings_importsTheOthersAndAnswersThose() {
        estate.enableSecurityHub();
        aws.faults().on("BatchImportFindings").call(1).failFindings("b"::equals);

        BatchImportFindingsResponse response = send(finding("a"), finding("b"));

        assertThat(response.successCount()).isEqualTo(1);
        assertThat(response.failedFindings())
                .containsExactly(ImportFindingsError.builder()
                        .id("b")
                        .errorCode("InternalException")
                        .errorMessage("Internal server error.")
                        .build());
        assertThat(estate.findings()).hasSize(1);
        assertThat(send(finding("b")).successCount()).isEqualTo(1);
    }

    @Test
    void failFindings_otherOperation_isRefused() {
        assertThatThrownBy(() -> aws.faults().on("ListTags").failFindings(id -> true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ListTags");
    }

    @Test
    void faults_strikeItInItsOwnWords() {
        estate.enableSecurityHub();
        aws.faults().on("BatchImportFindings").call(1).throttle();
        aws.faults().on("BatchImportFindings").call(2).deny();
        aws.faults().on("BatchImportFindings").call(3).serverError();
        aws.faults().on("BatchImportFindings").call(4).unavailable();
        aws.faults().on("BatchImportFindings").call(5).cutJson();
        aws.faults().on("BatchImportFindings").call(6).dropConnection();

        assertThatThrownBy(() -> send(finding("a"))).satisfies(e -> {
            assertThat(((SecurityHubException) e).isThrottlingException()).isTrue();
            assertThat(((SecurityHubException) e).statusCode()).isEqualTo(429);
        });
        assertThatThrownBy(() -> send(finding("a")))
                .hasMessageContaining("is not authorized to perform: securityhub:BatchImportFindings on resource: *")
                .satisfies(
                        e -> assertThat(((SecurityHubException) e).statusCode()).isEqualTo(403));
        assertThatThrownBy(() -> send(finding("a"))).isInstanceOf(InternalException.class);
        assertThatThrownBy(() -> send(finding("a")))
                .satisfies(
                        e -> assertThat(((SecurityHubException) e).statusCode()).isEqualTo(503));
        assertThat(estate.findings()).isEmpty();
        assertThatThrownBy(() -> send(finding("a"))).isInstanceOf(SdkClientException.class);
        assertThatThrownBy(() -> send(finding("a"))).isInstanceOf(SdkClientException.class);
        assertThat(send(finding("a")).successCount()).isEqualTo(1);
    }

    @Test
    void refusal_notEnabled_isWordedAsAwsDoes() throws Exception {
        HttpResponse<String> response = RawRequest.rest(aws, "/findings/import", "securityhub", "{\"Findings\":[{}]}")
                .send();

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(response.headers().firstValue("x-amzn-ErrorType")).hasValue("InvalidAccessException");
        assertThat(response.headers().firstValue("x-amzn-RequestId")).isPresent();
        assertThat(response.body())
                .isEqualTo("{\"Message\":\"Account 111122223333 is not subscribed to AWS Security Hub\","
                        + "\"Code\":\"InvalidAccessException\"}");
    }

    @ParameterizedTest
    @CsvSource({
        // method, path, service, content type, body, status, error
        "POST, /findings/import, dax, application/json, {}, 403, InvalidSignatureException",
        "POST, /findings/import, securityhub, text/plain, {}, 400, UnknownOperationException",
        "POST, /findings/import, securityhub, application/json, [], 400, SerializationException",
        "POST, /findings/import, securityhub, application/json, '{\"Findings\":1}', 400, SerializationException",
        "POST, /findings/import, securityhub, application/json, '{\"Findings\":[{\"Title\":1}]}', 400, SerializationException",
        "POST, /findings/import, securityhub, application/json, {}, 400, InvalidInputException",
        "PUT, /findings/import, securityhub, application/json, {}, 404, UnknownOperationException",
        "POST, /findings, securityhub, application/json, {}, 404, UnknownOperationException",
        "POST, /findings/import/, securityhub, application/json, {}, 404, UnknownOperationException",
    })
    void request_malformed_isRefused(
            String method, String path, String service, String contentType, String body, int status, String error)
            throws Exception {
        estate.enableSecurityHub();

        HttpResponse<String> response = RawRequest.rest(aws, path, service, body)
                .method(method)
                .header("Content-Type", contentType)
                .send();

        assertThat(response.headers().firstValue("x-amzn-ErrorType")).hasValue(error);
        assertThat(response.statusCode()).isEqualTo(status);
    }

    @Test
    void request_ofAnotherServiceAtItsPath_isTakenForIt() throws Exception {
        HttpResponse<String> response = RawRequest.rest(aws, "/findings/import", "dax", "{}")
                .header("Content-Type", "application/x-amz-json-1.1")
                .header("X-Amz-Target", "AmazonDAXV3.DescribeClusters")
                .send();

        assertThat(response.headers().firstValue("x-amzn-ErrorType")).hasValue("UnknownOperationException");
        assertThat(aws.calls()).extracting(Call::operation).containsExactly("BatchImportFindings");
    }

    private BatchImportFindingsResponse send(AwsSecurityFinding... findings) {
        return securityHub.batchImportFindings(r -> r.findings(findings));
    }

    private static AwsSecurityFinding finding(String id) {
        return AwsSecurityFinding.builder()
                .schemaVersion("2018-10-08")
                .id(id)
                .productArn(PRODUCT)
                .generatorId("test")
                .awsAccountId(Sdk.ACCOUNT)
                .createdAt("2027-01-31T06:00:00Z")
                .updatedAt("2027-01-31T06:00:00.123+01:00")
                .severity(severity -> severity.label("MEDIUM"))
                .title("Title")
                .description("Description")
                .resources(resource(r -> {}))
                .build();
    }

    private static Resource resource(Consumer<Resource.Builder> change) {
        Resource.Builder resource = Resource.builder()
                .type("Other")
                .id("arn:aws:dax:eu-west-1:111122223333:cache/orders")
                .partition("aws")
                .region(Sdk.REGION)
                .details(details -> details.other(Map.of("Name", "orders")));
        change.accept(resource);
        return resource.build();
    }

    private static Map<String, String> fields(int count) {
        Map<String, String> fields = new HashMap<>();
        IntStream.range(0, count).forEach(i -> fields.put("k" + i, "v"));
        return fields;
    }

    private static Arguments breach(String message, Consumer<AwsSecurityFinding.Builder> change) {
        return arguments(message, change);
    }
}
