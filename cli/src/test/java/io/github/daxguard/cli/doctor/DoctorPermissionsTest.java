package io.github.daxguard.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.daxguard.emulator.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The policies in {@code docs/reference/doctor.md} allow exactly the calls of each mode. */
class DoctorPermissionsTest {

    private static final Path PAGE = Path.of("../docs/reference/doctor.md");

    /** A policy is the first block of JSON after its heading. */
    private static final Pattern POLICY = Pattern.compile(
            "^### (?<heading>[^\\n]+)\\n(?:(?!^#).)*?^```json\\n(?<json>.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);

    /** The prefix of IAM actions where it is not the signing name. */
    private static final Map<String, String> PREFIXES = Map.of("monitoring", "cloudwatch");

    /** Where the action does not have the operation's name. */
    private static final Map<String, String> ACTIONS = Map.of("lambda:Invoke", "lambda:InvokeFunction");

    /** Every caller has this permission. */
    private static final String ALWAYS_ALLOWED = "sts:GetCallerIdentity";

    /** The heading of the policy for {@code --deployed}. */
    private static final String DEPLOYED = "After the deployment";

    /** The headings of policies that are in addition to the one for {@code --deployed}. */
    private static final Map<RequestedTestsTest.Requested, String> ON_REQUEST = Map.of(
            RequestedTestsTest.Requested.CHANGE, "Change test",
            RequestedTestsTest.Requested.HOOK, "Hook test",
            RequestedTestsTest.Requested.RUNBOOK, "Runbook test");

    /** A mode with the heading of its policy, and its options. */
    enum Mode {
        PREFLIGHT("Before the deployment", "--context", "hook=fail", "--context", "replacement=true"),
        /** In addition to the preceding mode. */
        ORGANIZATION("Before a deployment to an organization", "--organization", "--role", DoctorScenario.ROLE);

        private final String heading;

        // The check does not recognize an unmodifiable list.
        @SuppressWarnings("ImmutableEnumChecker")
        private final List<String> options;

        Mode(String heading, String... options) {
            this.heading = heading;
            this.options = List.of(options);
        }

        int run(DoctorScenario doctor) {
            if (this == ORGANIZATION) {
                doctor.createOrganization("444455556666");
            }
            return doctor.run(options.toArray(String[]::new));
        }

        Set<String> allowed() throws IOException {
            Set<String> actions = new TreeSet<>(policies().getOrDefault(heading, Set.of()));
            if (this == ORGANIZATION) {
                actions.addAll(PREFLIGHT.allowed());
            }
            return actions;
        }
    }

    @ParameterizedTest
    @EnumSource
    void calls_areExactlyTheActionsOfThePolicy(Mode mode) throws IOException {
        try (DoctorScenario doctor = new DoctorScenario()) {
            mode.run(doctor);
            Set<String> actions = actions(doctor);
            if (mode == Mode.ORGANIZATION) {
                // Its policy is in addition to the other one, of which it does not need every action.
                actions.addAll(Mode.PREFLIGHT.allowed());
            }
            assertThat(actions).isEqualTo(mode.allowed());
        }
    }

    /** The function's own calls are not those of the command. */
    @Test
    void callsAfterTheDeployment_areExactlyTheActionsOfThePolicy() throws IOException {
        Set<String> actions = new TreeSet<>();
        for (boolean isPack : List.of(false, true)) {
            try (LocalDeployment deployment = new LocalDeployment()) {
                deployment.parameters("exemptionTag", "exempt-until");
                if (isPack) {
                    DeployedRulesTest.usePack(deployment);
                }
                deployment.run();
                actions.addAll(actions(deployment.doctor));
            }
        }
        actions.remove("config:PutEvaluations");
        assertThat(actions).isEqualTo(policies().get(DEPLOYED));
    }

    @ParameterizedTest
    @EnumSource
    void callsOfTestsOnRequest_areExactlyTheActionsOfTheirPolicyAndThePrecedingOne(RequestedTestsTest.Requested test)
            throws IOException {
        Set<String> actions = new TreeSet<>();
        for (boolean ends : List.of(true, false)) {
            try (DoctorScenario doctor = new DoctorScenario()) {
                LocalTestAccount account = new LocalTestAccount(doctor);
                if (!ends) {
                    account.changeExecution(execution -> execution.put("AutomationExecutionStatus", "InProgress"));
                }
                doctor.runRequestedTests(RequestedTestsTest.options(true, test));
                actions.addAll(actions(doctor));
            }
        }
        actions.removeAll(policies().get(DEPLOYED));
        assertThat(actions).isEqualTo(policies().get(ON_REQUEST.get(test)));
    }

    @Test
    void page_hasAPolicyForEachMode() throws IOException {
        List<String> headings = new ArrayList<>(
                Arrays.stream(Mode.values()).map(mode -> mode.heading).toList());
        headings.add(DEPLOYED);
        headings.addAll(ON_REQUEST.values());
        assertThat(policies().keySet()).containsExactlyInAnyOrderElementsOf(headings);
    }

    /** Without a permission, the checks that need it are open and name it, and the others have their outcome. */
    @ParameterizedTest
    @MethodSource("actionsOfModes")
    void missingPermission_isNamedAndChangesNoOtherCheck(Mode mode, String action) {
        Map<String, JsonNode> allowed;
        try (DoctorScenario doctor = new DoctorScenario()) {
            mode.run(doctor);
            allowed = results(doctor);
        }
        try (DoctorScenario doctor = new DoctorScenario()) {
            doctor.aws.faults().on(operation(action)).deny();
            // The refusal of the CDK's roles is a problem, and no other check of this mode assumes a role.
            boolean isProblem = mode == Mode.PREFLIGHT && action.equals("sts:AssumeRole");
            assertThat(mode.run(doctor)).isEqualTo(isProblem ? 1 : 2);
            Map<String, JsonNode> denied = results(doctor);
            assertThat(denied.keySet()).isEqualTo(allowed.keySet());
            assertThat(denied.values()).anySatisfy(result -> assertIsOpen(result, action));
            denied.forEach((check, result) -> {
                if (!result.equals(allowed.get(check))) {
                    assertIsOpen(result, action);
                }
            });
        }
    }

    private static void assertIsOpen(JsonNode result, String action) {
        // A refused role can also be one that does not exist.
        boolean isRole = result.path("check").asText().equals("bootstrap-roles");
        assertThat(result.path("outcome").asText()).isEqualTo(isRole ? "PROBLEM" : "NOT_CHECKED");
        assertThat(result.path("missingPermissions").toString()).contains("\"" + action + "\"");
    }

    static Stream<Arguments> actionsOfModes() {
        return Arrays.stream(Mode.values()).flatMap(mode -> {
            try (DoctorScenario doctor = new DoctorScenario()) {
                mode.run(doctor);
                return actions(doctor).stream().map(action -> Arguments.of(mode, action)).toList().stream();
            }
        });
    }

    private static Map<String, JsonNode> results(DoctorScenario doctor) {
        Map<String, JsonNode> results = new TreeMap<>();
        doctor.json()
                .path("results")
                .forEach(result -> results.put(result.path("check").asText(), result));
        return results;
    }

    private static Set<String> actions(DoctorScenario doctor) {
        Set<String> actions = new TreeSet<>();
        doctor.aws.calls().stream().map(DoctorPermissionsTest::action).forEach(actions::add);
        actions.remove(ALWAYS_ALLOWED);
        return actions;
    }

    private static String action(Call call) {
        String action = PREFIXES.getOrDefault(call.service(), call.service()) + ":" + call.operation();
        return ACTIONS.getOrDefault(action, action);
    }

    private static String operation(String action) {
        return ACTIONS.entrySet().stream()
                .filter(entry -> entry.getValue().equals(action))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(action)
                .split(":", 2)[1];
    }

    private static Map<String, Set<String>> policies() throws IOException {
        Map<String, Set<String>> policies = new TreeMap<>();
        Matcher policy = POLICY.matcher(Files.readString(PAGE));
        while (policy.find()) {
            Set<String> actions = new TreeSet<>();
            JsonNode statements =
                    new ObjectMapper().readTree(policy.group("json")).path("Statement");
            statements.forEach(statement -> {
                JsonNode action = statement.path("Action");
                if (action.isTextual()) {
                    actions.add(action.asText());
                }
                action.forEach(each -> actions.add(each.asText()));
            });
            policies.put(policy.group("heading"), actions);
        }
        return policies;
    }
}
