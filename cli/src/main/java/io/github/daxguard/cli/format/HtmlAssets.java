package io.github.daxguard.cli.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The page's template, style sheet and script, and the hashes for its Content-Security-Policy. */
record HtmlAssets(String template, String style, String script) {

    static HtmlAssets load() {
        return new HtmlAssets(resource("report.mustache"), resource("report.css"), resource("report.js"));
    }

    String styleHash() {
        return hash(style);
    }

    String scriptHash() {
        return hash(script);
    }

    private static String hash(String text) {
        return "sha256-" + Base64.getEncoder().encodeToString(sha256(text));
    }

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = HtmlAssets.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The resource " + name + " is missing in the jar");
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
