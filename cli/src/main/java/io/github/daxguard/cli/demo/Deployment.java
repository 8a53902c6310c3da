package io.github.daxguard.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.daxguard.cli.terminal.Cell;
import io.github.daxguard.cli.terminal.Cell.Tone;
import io.github.daxguard.cli.terminal.Terminal;
import io.github.daxguard.emulator.CloudFormation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Two deployments of a cluster by CloudFormation with the hook, which must refuse the first and accept the second one.
 *
 * @param logicalId the cluster's name in the template
 * @param properties the properties of the cluster in the first deployment
 * @param corrected the properties in the second deployment
 * @param mentions texts that the refusal must contain
 */
record Deployment(Instant at, String logicalId, JsonNode properties, JsonNode corrected, List<String> mentions)
        implements DemoAct.Action {

    Deployment {
        mentions = List.copyOf(mentions);
    }

    private record Attempt(JsonNode properties, CloudFormation.Outcome outcome, boolean clusterExists) {

        void print(String title, Terminal terminal) {
            terminal.paragraph(title);
            terminal.quote(
                    List.of(),
                    properties.properties().stream()
                            .map(property -> List.of(Cell.of(property.getKey() + ": " + text(property.getValue()))))
                            .toList());
            terminal.table(
                    List.of(20),
                    List.of(
                            List.of(Cell.of("hook status"), hookStatus()),
                            List.of(Cell.of("message"), Cell.of(outcome.message())),
                            List.of(Cell.of("cluster in DAX"), Cell.of(clusterExists ? "created" : "not created"))));
        }

        List<Cell> row() {
            return List.of(hookStatus(), Cell.of(outcome.message()));
        }

        private Cell hookStatus() {
            return new Cell(outcome.hookStatus().orElse("none"), outcome.created() ? Tone.CALM : Tone.ALERT);
        }

        private static String text(JsonNode value) {
            return value.isTextual() ? value.textValue() : value.toString();
        }
    }

    @Override
    public DemoAct.Result perform(DemoAccount account, DemoOutput output) {
        account.waitUntil(at);
        Attempt first = attempt(account, properties);
        Attempt second = attempt(account, corrected);
        List<Map<String, String>> hookLog = account.takeHookLog();
        Terminal terminal = output.terminal();
        if (output.isShort()) {
            terminal.rows(List.of(9), List.of(first.row(), second.row()));
        } else {
            first.print(
                    "CloudFormation invokes the hook before it creates " + logicalId + " (AWS::DAX::Cluster):",
                    terminal);
            second.print("The team sets the properties that the hook requires, and deploys again:", terminal);
            output.log().print(terminal, "Log of the hook function (shortened):", hookLog);
        }
        return new DemoAct.Result(Optional.empty(), differences(first, second));
    }

    private Attempt attempt(DemoAccount account, JsonNode attempted) {
        CloudFormation.Outcome outcome = account.cloudFormation().create(logicalId, attempted);
        String cluster = attempted.path("ClusterName").asText();
        return new Attempt(attempted, outcome, account.state().cluster(cluster).isPresent());
    }

    private List<String> differences(Attempt first, Attempt second) {
        List<String> differences = new ArrayList<>();
        if (first.outcome().created() || first.clusterExists()) {
            differences.add(logicalId + ": expected a refusal by the hook, but the cluster was created");
        }
        String message = first.outcome().message();
        mentions.stream()
                .filter(mention -> !message.contains(mention))
                .forEach(mention ->
                        differences.add("The hook: expected \"" + mention + "\". Actual: \"" + message + "\""));
        if (!second.outcome().created() || !second.clusterExists()) {
            differences.add(logicalId + ": expected that the cluster is created. Actual: "
                    + second.outcome().message());
        }
        return differences;
    }
}
