package io.github.daxguard.emulator;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** A response: a status, headers and a body, or only a part of the body, or no response. */
final class Answer {
    /** No response: the connection is closed without a byte. */
    static final Answer NONE = new Answer(0, Map.of(), new byte[0], 0);

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;
    private final int bytesSent;

    private Answer(int status, Map<String, String> headers, byte[] body, int bytesSent) {
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.bytesSent = bytesSent;
    }

    static Answer of(int status, String contentType, byte[] body, String requestId) {
        return new Answer(
                status, Map.of("Content-Type", contentType, "x-amzn-RequestId", requestId), body, body.length);
    }

    Answer withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, Map.copyOf(more), body, bytesSent);
    }

    Answer withBody(byte[] other) {
        return new Answer(status, headers, other, other.length);
    }

    /** The first half of the body, with its own length as the content length. */
    Answer halved() {
        return withBody(Arrays.copyOf(body, body.length / 2));
    }

    /** The content length of the whole body, half of which is sent before the connection is closed. */
    Answer cutOff() {
        return new Answer(status, headers, body, body.length / 2);
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    byte[] body() {
        return body.clone();
    }

    int bytesSent() {
        return bytesSent;
    }
}
