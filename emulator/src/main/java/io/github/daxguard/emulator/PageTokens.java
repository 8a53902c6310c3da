package io.github.daxguard.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes and recognises {@code NextToken}s.
 *
 * <p>A token is the place where the next page starts, sealed together with what was listed: made up, damaged or sent
 * to another listing, it is not recognised. Nothing is stored for it.
 */
final class PageTokens {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int SEAL_BYTES = 16;

    private final SecretKeySpec key;

    PageTokens() {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        key = new SecretKeySpec(secret, ALGORITHM);
    }

    /** A token for the page of this listing that starts after the element with this name. */
    String after(String listing, String name) {
        byte[] text = name.getBytes(UTF_8);
        byte[] token = ByteBuffer.allocate(SEAL_BYTES + text.length)
                .put(seal(listing, text))
                .put(text)
                .array();
        return Base64.getUrlEncoder().encodeToString(token);
    }

    /** The name that the token's page starts after; empty if the token is none that this listing gave. */
    Optional<String> read(String listing, String token) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (bytes.length < SEAL_BYTES) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        byte[] seal = new byte[SEAL_BYTES];
        buffer.get(seal);
        byte[] text = new byte[buffer.remaining()];
        buffer.get(text);
        return MessageDigest.isEqual(seal, seal(listing, text))
                ? Optional.of(new String(text, UTF_8))
                : Optional.empty();
    }

    private byte[] seal(String listing, byte[] text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(listing.getBytes(UTF_8));
            mac.update((byte) 0);
            byte[] seal = new byte[SEAL_BYTES];
            ByteBuffer.wrap(mac.doFinal(text)).get(seal);
            return seal;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM lacks " + ALGORITHM, e);
        }
    }
}
