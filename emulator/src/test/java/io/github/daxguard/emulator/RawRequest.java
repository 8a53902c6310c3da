package io.github.daxguard.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;

/** A request whose headers the test controls, for requests that the SDK cannot send. */
final class RawRequest {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI endpoint;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private String method = "POST";
    private String body;

    private RawRequest(URI endpoint, String body) {
        this.endpoint = endpoint;
        this.body = body;
    }

    static RawRequest describeClusters(LocalAws aws) {
        return json(aws, "AmazonDAXV3.DescribeClusters", "dax", "{}");
    }

    static RawRequest json(LocalAws aws, String target, String service, String body) {
        return new RawRequest(aws.endpoint(), body)
                .header("Content-Type", "application/x-amz-json-1.1")
                .header("X-Amz-Target", target)
                .signed(aws.accessKey(Sdk.ACCOUNT).id(), service);
    }

    static RawRequest rest(LocalAws aws, String path, String service, String body) {
        return new RawRequest(aws.endpoint().resolve(path), body)
                .header("Content-Type", "application/json")
                .signed(aws.accessKey(Sdk.ACCOUNT).id(), service);
    }

    static RawRequest form(LocalAws aws, String form) {
        return form(aws, "sts", form);
    }

    static RawRequest form(LocalAws aws, String service, String form) {
        return new RawRequest(aws.endpoint(), form)
                .header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                .signed(aws.accessKey(Sdk.ACCOUNT).id(), service);
    }

    RawRequest signed(String keyId, String service) {
        return header("X-Amz-Date", "20260301T120000Z").header("Authorization", authorization(keyId, service));
    }

    static String authorization(String keyId, String service) {
        return "AWS4-HMAC-SHA256 Credential=" + keyId + "/20260301/eu-west-1/" + service + "/aws4_request, "
                + "SignedHeaders=content-type;host;x-amz-date, Signature=" + "0".repeat(64);
    }

    RawRequest header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    RawRequest change(String name, String part, String replacement) {
        return header(name, headers.getOrDefault(name, "").replace(part, replacement));
    }

    RawRequest without(String name) {
        headers.remove(name);
        return this;
    }

    RawRequest method(String other) {
        method = other;
        return this;
    }

    RawRequest body(String other) {
        body = other;
        return this;
    }

    HttpResponse<String> send() throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(endpoint).method(method, HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Sends the request and returns the error of a JSON service as {@code "STATUS CODE: message"}. */
    String refusal() throws IOException, InterruptedException {
        HttpResponse<String> response = send();
        JsonNode error = Json.read(response.body().getBytes(UTF_8));
        return response.statusCode() + " " + error.path("__type").asText() + ": "
                + error.path("message").asText();
    }
}
