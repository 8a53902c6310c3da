package io.github.daxguard.cli.format;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes a file's path as a URI, in which a space or a {@code #} is part of its name. */
final class FileUri {

    private FileUri() {}

    /** A relative reference of a relative path, so that it holds in another copy of the same repository. */
    static String of(String path) {
        // Half of a surrogate pair has no UTF-8, and so no escape: it becomes a question mark.
        String name = new String(path.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        boolean isWindowsPath = name.matches("[A-Za-z]:/.*");
        if (name.startsWith("/") || isWindowsPath) {
            return encoded("file", isWindowsPath ? "/" + name : name);
        }
        String relative = name.startsWith("./") ? name.substring(2) : name;
        // Before the first slash a colon would end a scheme.
        return encoded(null, "./" + relative).substring("./".length()).replace(":", "%3A");
    }

    private static String encoded(@Nullable String scheme, String path) {
        try {
            // An empty authority: file:///path, as all programs take it.
            return new URI(scheme, scheme == null ? null : "", path, null, null).toASCIIString();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
