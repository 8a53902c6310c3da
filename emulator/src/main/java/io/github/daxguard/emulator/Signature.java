package io.github.daxguard.emulator;

import com.sun.net.httpserver.Headers;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The signer and Region of a Signature Version 4 {@code Authorization} header; the signature is not verified. */
record Signature(String accessKeyId, String region) {
    private static final Pattern HEADER = Pattern.compile("AWS4-HMAC-SHA256 Credential=(?<key>[^/,\\s]+)"
            + "/(?<date>\\d{8})/(?<region>[a-z0-9-]+)/(?<service>[a-z0-9-]+)/aws4_request, ?"
            + "SignedHeaders=(?<headers>[a-z0-9;-]+), ?Signature=[0-9a-f]{64}");

    static Signature of(Headers headers, Api api) {
        String authorization = headers.getFirst("Authorization");
        if (authorization == null) {
            throw AwsError.of("MissingAuthenticationTokenException", "Request is missing Authentication Token");
        }
        Matcher matcher = HEADER.matcher(authorization);
        if (!matcher.matches()) {
            throw AwsError.of(
                    "IncompleteSignatureException",
                    "Authorization header is not of the form AWS4-HMAC-SHA256 Credential=KEY/DATE/REGION/SERVICE/"
                            + "aws4_request, SignedHeaders=..., Signature=...");
        }
        String date = headers.getFirst("X-Amz-Date");
        if (date == null) {
            throw AwsError.of(
                    "IncompleteSignatureException",
                    "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
        }
        if (!date.startsWith(matcher.group("date") + "T")) {
            throw AwsError.of(
                    "InvalidSignatureException",
                    "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP");
        }
        if (!Arrays.asList(matcher.group("headers").split(";", -1)).contains("host")) {
            throw AwsError.of("InvalidSignatureException", "'Host' must be a 'SignedHeader' in the AWS Authorization.");
        }
        if (!matcher.group("service").equals(api.signingName())) {
            throw AwsError.of(
                    "InvalidSignatureException",
                    "Credential should be scoped to correct service: '" + api.signingName() + "'.");
        }
        if (!Location.isRegion(matcher.group("region"))) {
            throw AwsError.of("InvalidSignatureException", "Credential should be scoped to a valid region.");
        }
        return new Signature(matcher.group("key"), matcher.group("region"));
    }
}
