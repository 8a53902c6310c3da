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

/** The introduction and the summary of the complete demo. */
final class Overview {

    private final DemoScript script;
    private final Terminal terminal;

    Overview(DemoScript script, Terminal terminal) {
        this.script = script;
        this.terminal = terminal;
    }

    void printIntroduction(DaxClient dax) {
        terminal.paragraph(
                new Cell("daxguard demo: an AWS Config rule that finds unencrypted DAX clusters", Tone.STRONG));
        terminal.paragraph(
                "Runs the real functions with the AWS SDK and HTTP. DynamoDB Accelerator (DAX), AWS Config, CloudWatch "
                        + "and the other AWS services are emulated in this process. No request is sent to AWS.");
        terminal.paragraph(
                "The emulated clock starts at " + Demo.time(script.beginning()) + ". Durations in logs are real.");
        terminal.paragraph("Clusters in account " + DemoAccount.ACCOUNT + ", " + DemoAccount.REGION
                + " (DescribeClusters and ListTags):");
        terminal.table(List.of(22, 11, 10, 10), clusters(dax));
        terminal.paragraph("Rules and their parameters:");
        terminal.table(List.of(34), rules());
        terminal.paragraph(
                "exemptClusters lists names or * patterns, each with an optional last day. exemptionTag is the key "
                        + "of a tag whose value is the last day.");
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
        script.rules().forEach((rule, parameters) -> {
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
        terminal.heading("Summary: results in AWS Config after each act (-: no rule ran)");
        List<List<Cell>> rows = new ArrayList<>();
        rows.add(headings("ACT", "NON_COMPLIANT", "COMPLIANT", "NOT_APPLICABLE", "RUN", "TITLE"));
        for (int act = 0; act < runs.size(); act++) {
            Optional<Run> run = runs.get(act);
            List<Cell> row = new ArrayList<>();
            row.add(Cell.of(Integer.toString(act + 1)));
            for (Compliance compliance : ComplianceTable.ORDER) {
                row.add(run.map(ran -> new Cell(Long.toString(ran.count(compliance)), ComplianceTable.tone(compliance)))
                        .orElse(Cell.of("-")));
            }
            row.add(Cell.of(
                    run.map(ran -> ran.failure().isPresent() ? "failed" : "ok").orElse("-")));
            row.add(Cell.of(script.acts().get(act).title()));
            rows.add(row);
        }
        terminal.table(List.of(6, 15, 11, 16, 8), rows);
        terminal.paragraph("All " + runs.size() + " acts had the expected results.");
        terminal.paragraph("For more information, see README.md and docs/README.md.");
    }

    private static List<Cell> headings(String... texts) {
        return Stream.of(texts).map(Cell::heading).toList();
    }
}
