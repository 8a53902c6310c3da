package io.github.daxguard.emulator;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.net.httpserver.Headers;
import java.io.ByteArrayOutputStream;

/**
 * A request's body in chunks, each with a signature, as the SDK sends an object to S3. The signatures and the trailing checksum
 * are not verified.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html">Signature calculations for trailing
 *     headers</a>
 */
final class AwsChunks {
    private static final String LINE_END = "\r\n";

    private AwsChunks() {}

    /** The content of the chunks; the body itself if it is not in chunks. */
    static byte[] decoded(Headers headers, byte[] body) {
        String hash = headers.getFirst("x-amz-content-sha256");
        if (hash == null || !hash.startsWith("STREAMING-")) {
            return body;
        }
        String text = new String(body, ISO_8859_1);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        int start = 0;
        while (true) {
            int lineEnd = text.indexOf(LINE_END, start);
            int size = Integer.parseInt(text.substring(start, lineEnd).split(";", 2)[0], 16);
            if (size == 0) {
                return content.toByteArray();
            }
            int chunk = lineEnd + LINE_END.length();
            content.write(body, chunk, size);
            start = chunk + size + LINE_END.length();
        }
    }
}
