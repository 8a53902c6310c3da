package io.github.daxguard.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Issues access keys and role sessions. An access key id contains its account, a session token the other data. */
final class CredentialStore {
    private static final String LONG_TERM_PREFIX = "AKIADAXG";
    private static final Pattern KEY = Pattern.compile("(?:" + LONG_TERM_PREFIX + "|ASIA[0-9A-F]{4})(\\d{12})");

    private final InstantSource clock;
    private final AtomicInteger sessions = new AtomicInteger();

    CredentialStore(InstantSource clock) {
        this.clock = clock;
    }

    AccessKey longTermKey(String account) {
        return key(LONG_TERM_PREFIX + Location.requireAccount(account));
    }

    private static AccessKey key(String id) {
        return new AccessKey(id, id + id);
    }

    Session open(String account, String roleName, String sessionName, Duration duration) {
        Instant end = clock.instant().plus(duration).truncatedTo(ChronoUnit.SECONDS);
        // The role's path is not part of a session's ARN.
        String role = roleName.substring(roleName.lastIndexOf('/') + 1);
        String id = String.format(Locale.ROOT, "ASIA%04X%s", sessions.incrementAndGet() & 0xffff, account);
        String token = String.join(" ", id, role, sessionName, end.toString());
        return new Session(key(id), Base64.getEncoder().encodeToString(token.getBytes(UTF_8)), end);
    }

    Principal caller(Headers headers, Api api) {
        Signature signature = Signature.of(headers, api);
        return caller(signature.accessKeyId(), headers.getFirst("X-Amz-Security-Token"), signature.region());
    }

    Principal caller(String keyId, @Nullable String token, String region) {
        Matcher key = KEY.matcher(keyId);
        if (!key.matches() || keyId.startsWith(LONG_TERM_PREFIX) != (token == null)) {
            throw invalidToken();
        }
        Location location = new Location(key.group(1), region);
        if (token == null) {
            return new Principal(location, location.globalArn("iam", "user/local"), "AIDALOCALAWSLOCALAWS", "");
        }
        String[] session = decoded(token).split(" ", -1);
        if (session.length != 4 || !session[0].equals(keyId)) {
            throw invalidToken();
        }
        if (!clock.instant().isBefore(Instant.parse(session[3]))) {
            throw AwsError.of("ExpiredTokenException", "The security token included in the request is expired");
        }
        return Principal.session(location, session[1], session[2]);
    }

    private static String decoded(String token) {
        try {
            return new String(Base64.getDecoder().decode(token), UTF_8);
        } catch (IllegalArgumentException e) {
            throw invalidToken();
        }
    }

    private static AwsError invalidToken() {
        return AwsError.of("UnrecognizedClientException", "The security token included in the request is invalid.");
    }

    record Session(AccessKey key, String token, Instant expiration) {}
}
