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
 * CloudFormation deploys a cluster twice, with the hook: the hook must refuse it first, and accept it when corrected.
 *
 * @param logicalId the cluster's name in the template
 * @param properties the cluster's properties at first
 * @param corrected its properties at the second attempt
 * @param mentions what the hook's refusal must contain
 */
record Deployment(Instant at, String logicalId, JsonNode properties, JsonNode corrected, List<String> mentions)
        implements Act.Action {

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
                            List.of(
                                    Cell.of("hook status"),
                                    new Cell(
                                            outcome.hookStatus().orElse("none"),
                                            outcome.created() ? Tone.CALM : Tone.ALERT)),
                            List.of(Cell.of("message"), Cell.of(outcome.message())),
                            List.of(
                                    Cell.of("cluster in DAX"),
                                    Cell.of(
                                            clusterExists
                                                    ? "yes, CloudFormation has made it"
                                                    : "no, it was never made"))));
        }

        private static String text(JsonNode value) {
            return value.isTextual() ? value.textValue() : value.toString();
        }
    }

    @Override
    public Act.Result perform(DemoAccount stage, Terminal terminal, FunctionLogView log) {
        stage.waitUntil(at);
        Attempt first = attempt(stage, properties);
        Attempt second = attempt(stage, corrected);
        List<Map<String, String>> hookLog = stage.takeHookLog();
        first.print(
                "CloudFormation is about to make " + logicalId + " (AWS::DAX::Cluster) and asks the hook:", terminal);
        second.print("The team adds what the hook asks for, and deploys again:", terminal);
        log.print("What the hook's function logged, shortened:", hookLog);
        return new Act.Result(Optional.empty(), differences(first, second));
    }

    private Attempt attempt(DemoAccount stage, JsonNode attempted) {
        CloudFormation.Outcome outcome = stage.cloudFormation().create(logicalId, attempted);
        String cluster = attempted.path("ClusterName").asText();
        return new Attempt(attempted, outcome, stage.state().cluster(cluster).isPresent());
    }

    private List<String> differences(Attempt first, Attempt second) {
        List<String> differences = new ArrayList<>();
        if (first.outcome().created() || first.clusterExists()) {
            differences.add(logicalId + ": expected that the hook stops it, but the cluster was made");
        }
        String message = first.outcome().message();
        mentions.stream()
                .filter(mention -> !message.contains(mention))
                .forEach(mention ->
                        differences.add("The hook: expected \"" + mention + "\", but it said \"" + message + "\""));
        if (!second.outcome().created() || !second.clusterExists()) {
            differences.add(logicalId + ": expected to be made, but: "
                    + second.outcome().message());
        }
        return differences;
    }
}
