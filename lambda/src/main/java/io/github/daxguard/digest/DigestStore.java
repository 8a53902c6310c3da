package io.github.daxguard.digest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.daxguard.aws.AwsCalls;
import io.github.daxguard.aws.Operation;
import io.github.daxguard.json.InvalidJsonException;
import io.github.daxguard.json.JsonTree;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * The objects of the digest in S3: the findings of the last digest, and the creator of each cluster. Every object is small, and
 * is replaced as a whole.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html">GetObject</a>: a missing object is reported as
 *     NoSuchKey only to callers that may list the bucket
 */
final class DigestStore {

    static final String FINDINGS = "digest/findings.json";

    /** Names that can be a part of an object's key. */
    static final Pattern CLUSTER_NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    private static final int SCHEMA = 1;

    private final S3Client s3;
    private final AwsCalls calls;
    private final String bucket;

    DigestStore(S3Client s3, AwsCalls calls, String bucket) {
        this.s3 = s3;
        this.calls = calls;
        this.bucket = bucket;
    }

    /**
     * The findings of the last digest.
     *
     * @throws DigestException if S3 does not report whether the object exists, or does not return it
     */
    PreviousDigest previous() {
        return PreviousDigest.read(get(FINDINGS));
    }

    /**
     * Replaces the findings.
     *
     * @throws DigestException if they are not stored
     */
    void replace(PreviousDigest.Findings findings) {
        put(FINDINGS, findings.json());
    }

    /** Whether the remaining time is sufficient to read the creator of another cluster. */
    boolean haveTime() {
        return calls.haveTimeFor(Duration.ZERO, Operation.GET_OBJECT);
    }

    /**
     * The creator of a cluster; empty if none is stored.
     *
     * @throws DigestException if it cannot be read
     */
    Optional<ClusterCreator> creator(FindingTarget target, String cluster) {
        String key = key(target, cluster);
        Optional<String> stored = get(key);
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        try {
            JsonTree json = JsonTree.read(stored.get());
            return Optional.of(new ClusterCreator(
                    json.text("arn").orElse(""),
                    Instant.parse(json.text("eventTime").orElse(""))));
        } catch (InvalidJsonException | DateTimeParseException e) {
            throw new DigestException("The object " + key + " is not the creator of a cluster. Delete the object.", e);
        }
    }

    /** Whether only the content of the object is the reason of the failure. */
    static boolean isInvalidContent(DigestException failure) {
        return failure.getCause() instanceof InvalidJsonException
                || failure.getCause() instanceof DateTimeParseException;
    }

    /**
     * Stores the creator of a cluster.
     *
     * @throws DigestException if it is not stored
     */
    void replaceCreator(FindingTarget target, String cluster, ClusterCreator creator) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schema", SCHEMA);
        json.put("cluster", cluster);
        json.put("account", target.account());
        json.put("region", target.region());
        json.put("arn", creator.arn());
        json.put("eventTime", creator.time().toString());
        put(key(target, cluster), JsonTree.write(json));
    }

    private static String key(FindingTarget target, String cluster) {
        return "creators/" + target.account() + "/" + target.region() + "/" + cluster + ".json";
    }

    private Optional<String> get(String key) {
        return calls.call(Operation.GET_OBJECT, DigestException::new, configuration -> {
            try {
                return Optional.of(s3.getObject(
                        GetObjectRequest.builder()
                                .bucket(bucket)
                                .key(key)
                                .overrideConfiguration(configuration)
                                .build(),
                        DigestStore::complete));
            } catch (NoSuchKeyException e) {
                return Optional.empty();
            }
        });
    }

    /**
     * The text of an object. The SDK does not repeat a call after an incomplete response: on JDK 17, the HTTP client does not report
     * it; on JDK 25, the exception is an IOException. Therefore, this method throws an exception after which the SDK repeats the call.
     */
    private static String complete(GetObjectResponse response, InputStream body) {
        byte[] content;
        try {
            content = body.readAllBytes();
        } catch (IOException e) {
            throw RetryableException.create("The response could not be read completely: " + e.getMessage(), e);
        }
        if (response.contentLength() == null || response.contentLength() != content.length) {
            throw RetryableException.create("The response does not contain the complete object");
        }
        return new String(content, UTF_8);
    }

    private void put(String key, String json) {
        calls.call(
                Operation.PUT_OBJECT,
                DigestException::new,
                configuration -> s3.putObject(
                        request -> request.bucket(bucket)
                                .key(key)
                                .contentType("application/json")
                                .overrideConfiguration(configuration),
                        RequestBody.fromString(json)));
    }
}
