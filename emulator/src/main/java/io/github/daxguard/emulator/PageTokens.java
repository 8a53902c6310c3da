package io.github.daxguard.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Optional;

/** Creates and reads {@code NextToken}s. A token is valid only for its own listing. */
final class PageTokens {
    private PageTokens() {}

    /** A token for the page that starts after the element with this name. */
    static String after(String listing, String name) {
        return Base64.getUrlEncoder().encodeToString((listing.hashCode() + ":" + name).getBytes(UTF_8));
    }

    /** The name after which the token's page starts; empty without a token. */
    static String start(Optional<String> token, String listing, AwsError invalid) {
        if (token.isEmpty()) {
            return "";
        }
        String prefix = listing.hashCode() + ":";
        try {
            String text = new String(Base64.getUrlDecoder().decode(token.get()), UTF_8);
            if (text.startsWith(prefix)) {
                return text.substring(prefix.length());
            }
        } catch (IllegalArgumentException e) {
            throw invalid;
        }
        throw invalid;
    }
}
