package io.github.daxguard.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of AWS STS that a rule needs which works in other accounts.
 *
 * @see <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html">AssumeRole</a>
 * @see <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html">GetCallerIdentity</a>
 */
final class StsService {
    private static final Pattern SESSION_NAME = Pattern.compile("[\\w+=,.@-]*");
    private static final Pattern ROLE_ARN = Pattern.compile("arn:aws(?:-cn|-us-gov)?:iam::(\\d{12}):role/(\\S+)");
    private static final int MIN_SECONDS = 900;
    private static final int MAX_SECONDS = 43_200;

    /** How long sessions of a role may be unless the role says otherwise, and of a role assumed by a role always. */
    private static final int ROLE_SECONDS = 3600;

    private final CredentialStore credentials;
    private final Set<String> roles = ConcurrentHashMap.newKeySet();

    StsService(CredentialStore credentials) {
        this.credentials = credentials;
    }

    Map<String, ServiceOperation> operations() {
        return Map.of("AssumeRole", this::assumeRole, "GetCallerIdentity", this::getCallerIdentity);
    }

    void addRole(String account, String roleName) {
        roles.add(role(Location.requireAccount(account), roleName));
    }

    private static String role(String account, String roleName) {
        return account + ":" + roleName;
    }

    private ObjectNode assumeRole(Request request) {
        Form input = request.form();
        Violations violations = new Violations();
        Optional<String> name = input.text("RoleSessionName");
        Optional<Integer> seconds = input.integer("DurationSeconds");
        violations.length(input.text("RoleArn"), "roleArn", 20, 2048);
        violations.length(name, "roleSessionName", 2, 64);
        violations.pattern(name, "roleSessionName", SESSION_NAME);
        violations.range(seconds, "durationSeconds", MIN_SECONDS, MAX_SECONDS);
        String roleArn = violations.required(input.text("RoleArn"), "roleArn");
        String sessionName = violations.required(name, "roleSessionName");
        violations.check();
        Matcher arn = ROLE_ARN.matcher(roleArn);
        if (!arn.matches()) {
            throw AwsError.of("ValidationException", roleArn + " is invalid");
        }
        String account = arn.group(1);
        String roleName = arn.group(2);
        if (!roles.contains(role(account, roleName))) {
            throw AwsError.of(
                    "AccessDeniedException",
                    "User: " + request.caller().arn() + " is not authorized to perform: sts:AssumeRole on resource: "
                            + roleArn);
        }
        if (seconds.orElse(ROLE_SECONDS) > ROLE_SECONDS) {
            throw AwsError.of(
                    "ValidationException",
                    request.caller().isRoleSession()
                            ? "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role"
                                    + " chaining"
                            : "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        }
        CredentialStore.Session session =
                credentials.open(account, roleName, sessionName, Duration.ofSeconds(seconds.orElse(ROLE_SECONDS)));
        ObjectNode result = Json.object();
        result.putObject("AssumedRoleUser")
                .put("AssumedRoleId", session.userId())
                .put("Arn", session.arn(new Location(account, request.place().region())));
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
                .put("Account", caller.place().account());
    }
}
