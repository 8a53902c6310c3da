package io.github.daxguard.packaged;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.github.daxguard.handler.PrimingConstants;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.ComplianceType;
import software.amazon.awssdk.services.config.model.Evaluation;
import software.amazon.awssdk.services.dax.DaxClient;
import software.amazon.awssdk.services.dax.model.Cluster;
import software.amazon.awssdk.services.dax.model.SSEStatus;

/**
 * The smallest rule with the SDK, which shows what the SDK itself costs: one handler with two clients, primed by as many
 * runs with the same responses as daxguard. It validates nothing and reports every cluster in every run.
 */
public final class BareHandler implements RequestStreamHandler {

    private static final int BATCH = 100;
    private static final String TYPE = "AWS::DAX::Cluster";

    /** Constants, which the compiler copies: the function has no class of daxguard. */
    private static final Map<String, String> RESPONSES = Map.of(
            "DescribeClusters", PrimingConstants.CLUSTERS,
            "GetComplianceDetailsByConfigRule", PrimingConstants.RESULTS,
            "PutEvaluations", PrimingConstants.REPORTED);

    private final DaxClient dax;
    private final ConfigClient config;

    public BareHandler() {
        SdkHttpClient http = UrlConnectionHttpClient.create();
        dax = client(DaxClient.builder(), http);
        config = client(ConfigClient.builder(), http);
        SdkHttpClient canned = new CannedResponses();
        DaxClient primedDax = client(DaxClient.builder(), canned);
        ConfigClient primedConfig = client(ConfigClient.builder(), canned);
        for (int run = 0; run < PrimingConstants.RUNS; run++) {
            run(primedDax, primedConfig, "priming", "TESTMODE");
        }
    }

    private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
            B builder, SdkHttpClient http) {
        return builder.region(Region.of(System.getenv("AWS_REGION")))
                .credentialsProvider(EnvironmentVariableCredentialsProvider.create())
                .httpClient(http)
                .build();
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        JsonNode event = JsonNode.parser().parse(input);
        int reported = run(
                dax,
                config,
                event.field("configRuleName").orElseThrow().asString(),
                event.field("resultToken").orElseThrow().asString());
        output.write("{\"reported\":%d}".formatted(reported).getBytes(UTF_8));
    }

    private static int run(DaxClient dax, ConfigClient config, String rule, String token) {
        Map<String, ComplianceType> results = new HashMap<>();
        String page = null;
        do {
            String from = page;
            var response = config.getComplianceDetailsByConfigRule(
                    request -> request.configRuleName(rule).limit(BATCH).nextToken(from));
            response.evaluationResults()
                    .forEach(result -> results.put(
                            result.evaluationResultIdentifier()
                                    .evaluationResultQualifier()
                                    .resourceId(),
                            ComplianceType.NOT_APPLICABLE));
            page = response.nextToken();
        } while (page != null && !page.isEmpty());
        do {
            String from = page;
            var response =
                    dax.describeClusters(request -> request.maxResults(BATCH).nextToken(from));
            response.clusters().forEach(cluster -> results.put(cluster.clusterName(), compliance(cluster)));
            page = response.nextToken();
        } while (page != null && !page.isEmpty());
        Instant now = Instant.now();
        List<Evaluation> evaluations = new ArrayList<>();
        results.forEach((name, compliance) -> evaluations.add(Evaluation.builder()
                .complianceResourceType(TYPE)
                .complianceResourceId(name)
                .complianceType(compliance)
                .orderingTimestamp(now)
                .build()));
        for (int first = 0; first < evaluations.size(); first += BATCH) {
            List<Evaluation> batch = evaluations.subList(first, Math.min(first + BATCH, evaluations.size()));
            config.putEvaluations(request -> request.resultToken(token).evaluations(batch));
        }
        return evaluations.size();
    }

    private static ComplianceType compliance(Cluster cluster) {
        boolean encrypted =
                cluster.sseDescription() != null && cluster.sseDescription().status() == SSEStatus.ENABLED;
        return encrypted ? ComplianceType.COMPLIANT : ComplianceType.NON_COMPLIANT;
    }

    private static final class CannedResponses implements SdkHttpClient {

        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            String target =
                    request.httpRequest().firstMatchingHeader("X-Amz-Target").orElseThrow();
            byte[] body = Objects.requireNonNull(RESPONSES.get(target.substring(target.indexOf('.') + 1)))
                    .getBytes(UTF_8);
            return new ExecutableHttpRequest() {
                @Override
                public HttpExecuteResponse call() {
                    return HttpExecuteResponse.builder()
                            .response(SdkHttpFullResponse.builder()
                                    .statusCode(200)
                                    .putHeader("Content-Type", "application/x-amz-json-1.1")
                                    .build())
                            .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
                            .build();
                }

                @Override
                public void abort() {
                    // No request is in progress.
                }
            };
        }

        @Override
        public void close() {
            // Nothing to close.
        }
    }
}
