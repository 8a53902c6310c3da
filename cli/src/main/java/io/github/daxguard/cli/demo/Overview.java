package io.github.daxguard.cli.demo;

import io.github.daxguard.cli.terminal.Cell;
import io.github.daxguard.cli.terminal.Cell.Tone;
import io.github.daxguard.cli.terminal.Terminal;
import io.github.daxguard.rule.Compliance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dax.DaxClient;
import software.amazon.awssdk.services.dax.model.Cluster;
import software.amazon.awssdk.services.dax.model.InvalidClusterStateException;
import software.amazon.awssdk.services.dax.model.Tag;

/** What the demo prints before the first act and after the last one. */
final class Overview {

    private final DemoScript story;
    private final Terminal terminal;

    Overview(DemoScript story, Terminal terminal) {
        this.story = story;
        this.terminal = terminal;
    }

    void printIntroduction(DaxClient dax) {
        terminal.paragraph(
                new Cell("daxguard demo: an AWS Config rule that finds unencrypted DAX clusters", Tone.STRONG));
        terminal.paragraph(
                "A short story, played with the real functions: their code, the AWS SDK and the HTTP requests "
                        + "are those that run in AWS Lambda. DynamoDB Accelerator (DAX), AWS Config, CloudWatch and what lies between are "
                        + "played inside this program: no AWS account is touched, and nothing leaves this machine.");
        terminal.paragraph(
                "The clock is the story's own, from " + Demo.time(story.beginning()) + " on. Durations are real.");
        terminal.paragraph("The clusters of account " + DemoAccount.ACCOUNT + " in " + DemoAccount.REGION
                + ", as DescribeClusters and ListTags show them:");
        terminal.table(List.of(22, 11, 10, 10), clusters(dax));
        terminal.paragraph("The rules, with their parameters:");
        terminal.table(List.of(34), rules());
        terminal.paragraph("The rule parameter exemptClusters takes names and globs, each with a last day if wanted; "
                + "exemptionTag names a tag whose value is the last day.");
    }

    private static List<List<Cell>> clusters(DaxClient dax) {
        List<List<Cell>> rows = new ArrayList<>();
        rows.add(headings("CLUSTER", "STATUS", "AT REST", "ENDPOINT", "TAG " + DemoScript.EXEMPTION_TAG));
        for (Cluster cluster : dax.describeClusters().clusters()) {
            String atRest = cluster.sseDescription() == null
                    ? "(absent)"
                    : cluster.sseDescription().statusAsString();
            String endpoint = cluster.clusterEndpointEncryptionType() == null
                    ? "(absent)"
                    : cluster.clusterEndpointEncryptionTypeAsString();
            rows.add(Stream.of(cluster.clusterName(), cluster.status(), atRest, endpoint, exemptionTag(dax, cluster))
                    .map(Cell::of)
                    .toList());
        }
        return rows;
    }

    private static String exemptionTag(DaxClient dax, Cluster cluster) {
        try {
            return dax.listTags(request -> request.resourceName(cluster.clusterArn())).tags().stream()
                    .filter(tag -> tag.key().equals(DemoScript.EXEMPTION_TAG))
                    .map(Tag::value)
                    .findFirst()
                    .orElse("-");
        } catch (InvalidClusterStateException e) {
            return "(not readable yet)";
        }
    }

    private List<List<Cell>> rules() {
        List<List<Cell>> rows = new ArrayList<>();
        rows.add(headings("RULE", "PARAMETERS"));
        story.rules().forEach((rule, parameters) -> {
            String first = rule;
            for (String name : parameters.keySet()) {
                rows.add(List.of(Cell.of(first), Cell.of(name + "=" + parameters.get(name))));
                first = "";
            }
        });
        return rows;
    }

    /**
     * Prints the results of all acts.
     *
     * @param runs the run of each act
     */
    void printSummary(List<Optional<Run>> runs) {
        terminal.heading("The story at a glance: what AWS Config held for each act's rule (-: no rule ran)");
        List<List<Cell>> rows = new ArrayList<>();
        rows.add(headings("ACT", "NON_COMPLIANT", "COMPLIANT", "NOT_APPLICABLE", "RUN", "WHAT HAPPENED"));
        for (int act = 0; act < runs.size(); act++) {
            Optional<Run> run = runs.get(act);
            List<Cell> row = new ArrayList<>();
            row.add(Cell.of(Integer.toString(act + 1)));
            for (Compliance compliance : ComplianceTable.ORDER) {
                row.add(run.map(ran -> new Cell(Long.toString(ran.count(compliance)), ComplianceTable.tone(compliance)))
                        .orElse(Cell.of("-")));
            }
            row.add(Cell.of(run.flatMap(Run::failure).isPresent() ? "failed" : "ok"));
            row.add(Cell.of(story.acts().get(act).title()));
            rows.add(row);
        }
        terminal.table(List.of(5, 15, 11, 16, 8), rows);
        terminal.paragraph("All " + runs.size() + " acts came out as told: each was checked, result by result.");
        terminal.paragraph(
                "Where to go on: README.md, on the rule's parameters and on running it in AWS; docs/README.md, on all else.");
    }

    private static List<Cell> headings(String... texts) {
        return Stream.of(texts).map(Cell::heading).toList();
    }
}
