package io.github.daxguard.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.endpoint.AwsClientEndpointProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.RecordSuccessRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenResponse;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.retries.api.RetryToken;
import software.amazon.awssdk.retries.api.TokenAcquisitionFailedException;

/**
 * AWS Systems Manager, called without its SDK module (6.3 MB). The endpoint, signature, retries and HTTP client are the SDK's.
 *
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html">AWS JSON 1.1 protocol</a>
 */
public final class SystemsManager {

    /** The service's name in its endpoint and its signature. */
    private static final String NAME = "ssm";

    private static final String CONTENT_TYPE = "application/x-amz-json-1.1";
    private static final JsonFactory JSON = new JsonFactory();

    private final Region region;
    private final Optional<URI> endpointOverride;
    private final IdentityProvider<? extends AwsCredentialsIdentity> credentials;
    private final SdkHttpClient http;

    SystemsManager(
            Region region,
            Optional<URI> endpointOverride,
            IdentityProvider<? extends AwsCredentialsIdentity> credentials,
            SdkHttpClient http) {
        this.region = region;
        this.endpointOverride = endpointOverride;
        this.credentials = credentials;
        this.http = http;
    }

    /**
     * Calls an operation, with the SDK's standard retry strategy.
     *
     * @param input one JSON object
     * @param configuration its credentials, if any, and its request count apply
     * @return the response: a single complete JSON object
     * @throws AwsServiceException if the service refuses the call
     * @throws SdkClientException if there is no usable response, or the thread is interrupted between two attempts
     */
    public String call(String operation, String input, AwsRequestOverrideConfiguration configuration) {
        RetryStrategy retries = AwsRetryStrategy.standardRetryStrategy();
        RetryToken token = retries.acquireInitialToken(AcquireInitialTokenRequest.create(NAME))
                .token();
        while (true) {
            // The caller no longer waits.
            if (Thread.currentThread().isInterrupted()) {
                throw AbortedException.create("The call was cancelled");
            }
            try {
                String response = attempt(operation, input, configuration);
                retries.recordSuccess(RecordSuccessRequest.create(token));
                return response;
            } catch (SdkException e) {
                RefreshRetryTokenResponse refreshed = refresh(retries, token, e);
                token = refreshed.token();
                Pause.real().sleep(refreshed.delay());
            }
        }
    }

    private static RefreshRetryTokenResponse refresh(RetryStrategy retries, RetryToken token, SdkException failure) {
        try {
            return retries.refreshRetryToken(RefreshRetryTokenRequest.builder()
                    .token(token)
                    .failure(failure)
                    .build());
        } catch (TokenAcquisitionFailedException e) {
            throw failure;
        }
    }

    private String attempt(String operation, String input, AwsRequestOverrideConfiguration configuration) {
        byte[] body = input.getBytes(UTF_8);
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(endpoint())
                .putHeader("Content-Type", CONTENT_TYPE)
                .putHeader("Content-Length", String.valueOf(body.length))
                .putHeader("X-Amz-Target", "AmazonSSM." + operation)
                .build();
        SignedRequest signed = AwsV4HttpSigner.create()
                .sign(signing -> signing.request(request)
                        .payload(ContentStreamProvider.fromByteArray(body))
                        .identity(identity(configuration))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, NAME)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region.id()));
        AtomicInteger counter = configuration.executionAttributes().getAttribute(RequestCount.COUNTER);
        if (counter != null) {
            counter.incrementAndGet();
        }
        try {
            HttpExecuteResponse response = http.prepareRequest(HttpExecuteRequest.builder()
                            .request(signed.request())
                            .contentStreamProvider(signed.payload().orElseThrow())
                            .build())
                    .call();
            byte[] answer = read(response);
            if (!response.httpResponse().isSuccessful()) {
                throw refusal(response, answer);
            }
            CompleteResponses.requireOneObject(answer);
            return new String(answer, UTF_8);
        } catch (IOException e) {
            throw RetryableException.create("No response: " + e.getMessage(), e);
        }
    }

    private URI endpoint() {
        if (endpointOverride.isPresent()) {
            return endpointOverride.get();
        }
        return AwsClientEndpointProvider.builder()
                .serviceEndpointOverrideEnvironmentVariable("AWS_ENDPOINT_URL_SSM")
                .serviceEndpointOverrideSystemProperty("aws.endpointUrlSsm")
                .serviceProfileProperty(NAME)
                .serviceEndpointPrefix(NAME)
                .defaultProtocol("https")
                .region(region)
                .build()
                .clientEndpoint();
    }

    private AwsCredentialsIdentity identity(AwsRequestOverrideConfiguration configuration) {
        IdentityProvider<? extends AwsCredentialsIdentity> provider =
                configuration.credentialsIdentityProvider().isPresent()
                        ? configuration.credentialsIdentityProvider().get()
                        : credentials;
        try {
            return provider.resolveIdentity().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof SdkException failure ? failure : e;
        }
    }

    private static byte[] read(HttpExecuteResponse response) throws IOException {
        try (InputStream body =
                response.responseBody().isPresent() ? response.responseBody().get() : InputStream.nullInputStream()) {
            return body.readAllBytes();
        }
    }

    private AwsServiceException refusal(HttpExecuteResponse response, byte[] answer) {
        Map<String, String> fields = texts(answer);
        String type = response.httpResponse()
                .firstMatchingHeader("x-amzn-ErrorType")
                .or(() -> Optional.ofNullable(fields.get("__type")))
                .orElse("");
        // The type can have a namespace as a prefix and a link as a suffix:
        // "com.amazonaws.ssm#SomeException:http://..."
        String code = type.substring(type.indexOf('#') + 1).split(":", 2)[0];
        return AwsServiceException.builder()
                .awsErrorDetails(AwsErrorDetails.builder()
                        .serviceName(NAME)
                        .errorCode(code)
                        .errorMessage(fields.getOrDefault("message", fields.get("Message")))
                        .sdkHttpResponse(response.httpResponse())
                        .build())
                .statusCode(response.httpResponse().statusCode())
                .requestId(response.httpResponse()
                        .firstMatchingHeader("x-amzn-RequestId")
                        .orElse(null))
                .build();
    }

    /** The members of a response that are strings; empty if it is not a JSON object, such as the HTML page of a proxy. */
    private static Map<String, String> texts(byte[] answer) {
        Map<String, String> texts = new HashMap<>();
        try (JsonParser parser = JSON.createParser(answer)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return texts;
            }
            for (String member = parser.nextFieldName(); member != null; member = parser.nextFieldName()) {
                if (parser.nextToken() == JsonToken.VALUE_STRING) {
                    texts.put(member, parser.getText());
                } else {
                    parser.skipChildren();
                }
            }
        } catch (IOException e) {
            return Map.of();
        }
        return texts;
    }
}
