package io.github.daxguard.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Optional;

/** Makes and reads {@code NextToken}s. A token is valid for the listing it was made for only. */
final class PageTokens {
    private PageTokens() {}

    /** A token for the page of this listing that starts after the element with this name. */
    static String after(String listing, String name) {
        return Base64.getUrlEncoder().encodeToString((listing.hashCode() + ":" + name).getBytes(UTF_8));
    }

    /** The name that the token's page starts after; empty if the token is not one of this listing. */
    static Optional<String> read(String listing, String token) {
        String prefix = listing.hashCode() + ":";
        try {
            return Optional.of(new String(Base64.getUrlDecoder().decode(token), UTF_8))
                    .filter(text -> text.startsWith(prefix))
                    .map(text -> text.substring(prefix.length()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
