package io.github.daxguard.emulator;

import com.sun.net.httpserver.Headers;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Hands out access keys and role sessions, and tells by a request's headers whose it is. */
final class CredentialStore {
    private static final String LONG_TERM_PREFIX = "AKIADAXG";
    private static final String KEY_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();

    CredentialStore(InstantSource clock) {
        this.clock = clock;
    }

    /** The account's long-term key: always the same one. */
    AccessKey longTermKey(String account) {
        String id = LONG_TERM_PREFIX + Location.requireAccount(account);
        return new AccessKey(id, (id + id).substring(0, 40));
    }

    /** Opens a session of a role; it ends after this time. */
    Session open(String account, String roleName, String sessionName, Duration duration) {
        byte[] token = new byte[270];
        random.nextBytes(token);
        Session session = new Session(
                account,
                roleName,
                sessionName,
                new AccessKey("ASIA" + randomText(16), randomText(40)),
                Base64.getEncoder().encodeToString(token),
                clock.instant().plus(duration).truncatedTo(ChronoUnit.SECONDS));
        sessions.put(session.key().id(), session);
        return session;
    }

    /**
     * The caller who signed a request to this service.
     *
     * @throws AwsError if the signature, the key or the session is not valid
     */
    Principal caller(Headers headers, Api api) {
        Signature signature = Signature.of(headers, api);
        String keyId = signature.accessKeyId();
        String token = headers.getFirst("X-Amz-Security-Token");
        Session session = sessions.get(keyId);
        if (session != null) {
            if (!session.token().equals(token)) {
                throw invalidToken();
            }
            if (!clock.instant().isBefore(session.expiration())) {
                throw AwsError.of("ExpiredTokenException", "The security token included in the request is expired");
            }
            Location place = new Location(session.account(), signature.region());
            return new Principal(place, session.arn(place), session.userId(), session.sessionName());
        }
        if (!keyId.matches(LONG_TERM_PREFIX + "\\d{12}") || token != null) {
            throw invalidToken();
        }
        Location place = new Location(keyId.substring(LONG_TERM_PREFIX.length()), signature.region());
        return new Principal(place, place.globalArn("iam", "user/local"), "AIDALOCALAWSLOCALAWS", "");
    }

    private static AwsError invalidToken() {
        return AwsError.of("UnrecognizedClientException", "The security token included in the request is invalid.");
    }

    private String randomText(int length) {
        return random.ints(length, 0, KEY_ALPHABET.length())
                .collect(StringBuilder::new, (text, i) -> text.append(KEY_ALPHABET.charAt(i)), StringBuilder::append)
                .toString();
    }

    /** A role that somebody has assumed. */
    record Session(
            String account, String roleName, String sessionName, AccessKey key, String token, Instant expiration) {
        /** The session's ARN, which leaves out the role's path. */
        String arn(Location place) {
            String role = roleName.substring(roleName.lastIndexOf('/') + 1);
            return place.globalArn("sts", "assumed-role/" + role + "/" + sessionName);
        }

        String userId() {
            return "AROALOCALAWSLOCALAWS:" + sessionName;
        }
    }
}
