package io.github.daxguard.cli.demo;

import io.github.daxguard.cli.terminal.Cell;
import io.github.daxguard.cli.terminal.Terminal;
import io.github.daxguard.cli.terminal.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dax.DaxClient;
import software.amazon.awssdk.services.dax.model.Cluster;
import software.amazon.awssdk.services.dax.model.InvalidClusterStateException;
import software.amazon.awssdk.services.dax.model.Tag;

/** What the audience must know before the first act: what is real here, which clusters there are, which rules. */
final class Prologue {

    private static final List<Integer> CLUSTER_WIDTHS = List.of(22, 11, 10, 10);
    private static final List<Integer> RULE_WIDTHS = List.of(34);
    private static final String ABSENT = "(absent)";

    private final Story story;
    private final Stage stage;

    Prologue(Story story, Stage stage) {
        this.story = story;
        this.stage = stage;
    }

    void print(Terminal terminal) {
        terminal.paragraph(
                new Cell("daxguard demo: an AWS Config rule that finds unencrypted DAX clusters", Tone.STRONG));
        terminal.paragraph(
                "A short story, played with the real functions: their code, the AWS SDK and the HTTP requests "
                        + "are those that run in AWS Lambda. DynamoDB Accelerator (DAX), AWS Config, CloudWatch and what lies between are "
                        + "played inside this program: no AWS account is touched, and nothing leaves this machine.");
        terminal.paragraph(
                "The clock is the story's own, from " + Demo.time(story.beginning()) + " on. Durations are real.");
        terminal.paragraph("The clusters of account " + Stage.ACCOUNT + " in " + Stage.REGION
                + ", as DescribeClusters and ListTags show them:");
        terminal.table(CLUSTER_WIDTHS, clusters());
        terminal.paragraph("The rules, with their parameters:");
        terminal.table(RULE_WIDTHS, rules());
        terminal.paragraph("The rule parameter exemptClusters takes names and globs, each with a last day if wanted; "
                + "exemptionTag names a tag whose value is the last day.");
    }

    private List<List<Cell>> clusters() {
        List<List<Cell>> rows = new ArrayList<>();
        rows.add(List.of(
                Cell.heading("CLUSTER"),
                Cell.heading("STATUS"),
                Cell.heading("AT REST"),
                Cell.heading("ENDPOINT"),
                Cell.heading("TAG " + StandardStory.EXEMPTION_TAG)));
        DaxClient dax = stage.dax();
        for (Cluster cluster : dax.describeClusters().clusters()) {
            rows.add(List.of(
                    Cell.of(cluster.clusterName()),
                    Cell.of(cluster.status()),
                    Cell.of(
                            cluster.sseDescription() == null
                                    ? ABSENT
                                    : cluster.sseDescription().statusAsString()),
                    Cell.of(
                            cluster.clusterEndpointEncryptionType() == null
                                    ? ABSENT
                                    : cluster.clusterEndpointEncryptionTypeAsString()),
                    Cell.of(exemptionTag(dax, cluster))));
        }
        return rows;
    }

    private static String exemptionTag(DaxClient dax, Cluster cluster) {
        try {
            return dax.listTags(request -> request.resourceName(cluster.clusterArn())).tags().stream()
                    .filter(tag -> tag.key().equals(StandardStory.EXEMPTION_TAG))
                    .map(Tag::value)
                    .findFirst()
                    .orElse("-");
        } catch (InvalidClusterStateException e) {
            return "(not readable yet)";
        }
    }

    private List<List<Cell>> rules() {
        List<List<Cell>> rows = new ArrayList<>();
        rows.add(List.of(Cell.heading("RULE"), Cell.heading("PARAMETERS")));
        story.rules().forEach((rule, parameters) -> {
            String first = rule;
            for (Map.Entry<String, String> parameter : parameters.entrySet()) {
                rows.add(List.of(Cell.of(first), Cell.of(parameter.getKey() + "=" + parameter.getValue())));
                first = "";
            }
        });
        return rows;
    }
}
