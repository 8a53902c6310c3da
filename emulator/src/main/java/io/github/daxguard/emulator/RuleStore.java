package io.github.daxguard.emulator;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The AWS Config rules of one account and Region, and their result tokens. */
final class RuleStore {
    /** These are 2,048 characters in base64; real tokens have 2 to 4 KB. */
    private static final int TOKEN_BYTES = 1536;

    /**
     * The resource types that results can be reported for.
     *
     * <p>AWS Config accepts its own resource types and rejects others. These are the types that a rule for DAX can receive;
     * a rule with too wide a scope also receives tables. Whether AWS Config accepts {@code AWS::DAX::Cluster} from a custom
     * rule is not documented; a test can make it refuse a type.
     */
    private static final Set<String> RESOURCE_TYPES =
            Set.of("AWS::DAX::Cluster", "AWS::DynamoDB::Table", "AWS::::Account");

    private final SecureRandom random = new SecureRandom();
    private final Map<String, ConfigRule> rules = new HashMap<>();
    private final Map<String, Token> tokens = new HashMap<>();
    private final Set<String> types = new HashSet<>(RESOURCE_TYPES);
    private boolean testModeValidatesTypes = true;

    synchronized void refuseType(String type) {
        types.remove(type);
    }

    synchronized void acceptType(String type) {
        types.add(type);
    }

    synchronized void acceptAnyTypeInTestMode() {
        testModeValidatesTypes = false;
    }

    /** The types that PutEvaluations accepts; empty if it does not validate them. */
    synchronized Optional<Set<String>> reportableTypes(boolean testMode) {
        return testMode && !testModeValidatesTypes ? Optional.empty() : Optional.of(Set.copyOf(types));
    }

    /** The rule of that name, created if it does not exist; {@code path} precedes the id in its ARN. */
    synchronized ConfigRule put(String name, String path) {
        return rules.computeIfAbsent(
                name,
                key -> new ConfigRule(
                        key, path, String.format(Locale.ROOT, "config-rule-%06x", random.nextInt(1 << 24))));
    }

    synchronized Optional<ConfigRule> find(String name) {
        return Optional.ofNullable(rules.get(name));
    }

    synchronized List<ConfigRule> all() {
        return List.copyOf(rules.values());
    }

    /** The rule of that name, for a caller inside this JVM. */
    ConfigRule existing(String name) {
        return find(name)
                .orElseThrow(() ->
                        new IllegalArgumentException("Rule \"" + name + "\" does not exist. Create it with putRule."));
    }

    /** The rule of that name, for a client. */
    ConfigRule get(String name) {
        return find(name)
                .orElseThrow(() -> AwsError.of(
                        "NoSuchConfigRuleException",
                        "The ConfigRule '" + name
                                + "' provided in the request is invalid. Please check the configRule name"));
    }

    synchronized String issueToken(ConfigRule rule, Instant at) {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = Base64.getEncoder().encodeToString(bytes);
        registerToken(rule, token, at);
        return token;
    }

    synchronized void registerToken(ConfigRule rule, String token, Instant at) {
        tokens.put(token, new Token(rule, at));
    }

    synchronized Token token(String token) {
        Token found = tokens.get(token);
        if (found == null) {
            throw AwsError.of("InvalidResultTokenException", "The Result Token provided is invalid");
        }
        return found;
    }

    /** Marks all of these rules as started, or none. */
    synchronized List<ConfigRule> start(List<String> names, Instant now) {
        List<ConfigRule> started = new ArrayList<>();
        for (String name : new LinkedHashSet<>(names)) {
            ConfigRule rule = get(name);
            if (!rule.mayStart(now)) {
                throw AwsError.of(
                        "LimitExceededException",
                        "An evaluation of " + name + " is in progress, or one was started less than a minute ago");
            }
            started.add(rule);
        }
        started.forEach(rule -> rule.started(now));
        return started;
    }

    /** The rule of a result token, and the time of its event. */
    record Token(ConfigRule rule, Instant at) {}
}
