package io.github.daxguard.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The STS operations for role sessions and the caller identity. */
final class StsService {
    private static final Pattern SESSION_NAME = Pattern.compile("[\\w+=,.@-]*");
    private static final Pattern ROLE_ARN = Pattern.compile("arn:aws(?:-cn|-us-gov)?:iam::(\\d{12}):role/(\\S+)");
    private static final int MIN_SECONDS = 900;

    /** The maximum session duration of a role by default, and always in role chaining. */
    private static final int MAX_SECONDS = 3600;

    private final CredentialStore credentials;
    private final Set<String> roles = ConcurrentHashMap.newKeySet();

    StsService(CredentialStore credentials) {
        this.credentials = credentials;
    }

    Map<String, ServiceOperation> operations() {
        return Map.of("AssumeRole", this::assumeRole, "GetCallerIdentity", this::getCallerIdentity);
    }

    void addRole(String account, String roleName) {
        roles.add(Location.requireAccount(account) + ":" + roleName);
    }

    private ObjectNode assumeRole(Request request) {
        Form input = request.form();
        Violations violations = new Violations();
        Optional<String> name = input.text("RoleSessionName");
        Optional<Integer> seconds = input.integer("DurationSeconds");
        violations.length(name, "roleSessionName", 2, 64);
        violations.pattern(name, "roleSessionName", SESSION_NAME);
        violations.pattern(input.text("RoleArn"), "roleArn", ROLE_ARN);
        violations.range(seconds, "durationSeconds", MIN_SECONDS, MAX_SECONDS);
        String roleArn = violations.required(input.text("RoleArn"), "roleArn");
        String sessionName = violations.required(name, "roleSessionName");
        violations.check();
        Matcher arn = ROLE_ARN.matcher(roleArn);
        if (!arn.matches() || !roles.contains(arn.group(1) + ":" + arn.group(2))) {
            throw AwsError.of(
                    "AccessDeniedException",
                    "User: " + request.caller().arn() + " is not authorized to perform: sts:AssumeRole on resource: "
                            + roleArn);
        }
        CredentialStore.Session session = credentials.open(
                arn.group(1), arn.group(2), sessionName, Duration.ofSeconds(seconds.orElse(MAX_SECONDS)));
        Principal caller = credentials.caller(
                session.key().id(), session.token(), request.location().region());
        ObjectNode result = Json.object();
        result.putObject("AssumedRoleUser")
                .put("AssumedRoleId", caller.userId())
                .put("Arn", caller.arn());
        result.putObject("Credentials")
                .put("AccessKeyId", session.key().id())
                .put("SecretAccessKey", session.key().secret())
                .put("SessionToken", session.token())
                .put("Expiration", session.expiration().toString());
        return result;
    }

    private ObjectNode getCallerIdentity(Request request) {
        Principal caller = request.caller();
        return Json.object()
                .put("Arn", caller.arn())
                .put("UserId", caller.userId())
                .put("Account", caller.location().account());
    }
}
