package io.github.daxguard.cli.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.cli.options.ControlOptions;
import io.github.daxguard.cli.report.ControlEvaluation;
import io.github.daxguard.cli.report.EvaluatedCluster;
import io.github.daxguard.cli.report.ScannedTarget;
import io.github.daxguard.cli.template.TemplateCheck.Findings;
import io.github.daxguard.rule.Compliance;
import io.github.daxguard.rule.Control;
import io.github.daxguard.rule.RuleParameters;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Templates and plans with their expected results: each file or folder in {@code src/test/resources/templates} has a file
 * {@code NAME.expected.json} in the same folder.
 *
 * <p>Members of such a file: {@code description}; optional {@code parameters}, {@code exemptClusters}, {@code exemptionTag},
 * {@code standardInput} (true if the file is read from it); and the complete {@code targets}, {@code clusters} and {@code
 * notes}. With {@code -Ddaxguard.updateGolden=true}, the test writes the last three: review the difference before the commit.
 */
class TemplateTableTest {

    private static final Path FOLDER = Path.of("src/test/resources/templates");
    private static final String EXPECTED = ".expected.json";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> GIVEN =
            Set.of("description", "parameters", "exemptClusters", "exemptionTag", "standardInput");

    static List<String> cases() throws IOException {
        return names().filter(name -> !name.endsWith(EXPECTED)).sorted().toList();
    }

    private static Stream<String> names() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        }
    }

    @Test
    void table_eachCase_hasExpectationAndFile() throws IOException {
        Set<String> expectations = new TreeSet<>();
        names().filter(name -> name.endsWith(EXPECTED))
                .forEach(name -> expectations.add(name.substring(0, name.length() - EXPECTED.length())));

        assertThat(expectations).containsExactlyElementsOf(cases()).hasSizeGreaterThanOrEqualTo(60);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void check_case_hasTheExpectedResults(String name) throws IOException {
        ObjectNode expected =
                (ObjectNode) JSON.readTree(FOLDER.resolve(name + EXPECTED).toFile());

        ObjectNode actual = actual(name, expected);
        if (Boolean.getBoolean("daxguard.updateGolden")) {
            Files.writeString(
                    FOLDER.resolve(name + EXPECTED), expected.setAll(actual).toPrettyString() + "\n");
        }

        assertThat(expected.path("description").asText()).isNotEmpty();
        expected.remove(GIVEN);
        assertThat(actual.toPrettyString()).isEqualTo(expected.toPrettyString());
    }

    private static ObjectNode actual(String name, ObjectNode given) throws IOException {
        Map<String, String> exemptions = new HashMap<>();
        for (String parameter : List.of("exemptClusters", "exemptionTag")) {
            if (given.has(parameter)) {
                exemptions.put(parameter, given.get(parameter).asText());
            }
        }
        Map<String, String> parameters = new HashMap<>();
        given.path("parameters")
                .properties()
                .forEach(
                        entry -> parameters.put(entry.getKey(), entry.getValue().asText()));
        TemplateCheck check = TemplateChecks.of(
                List.of(Control.values()),
                RuleParameters.parse(exemptions, ControlOptions.EXEMPTION_NAMES),
                parameters);
        if (given.path("standardInput").asBoolean()) {
            try (InputStream in = Files.newInputStream(FOLDER.resolve(name))) {
                return json(check.check(List.of("-"), in));
            }
        }
        return json(check.check(List.of(FOLDER.resolve(name).toString()), InputStream.nullInputStream()));
    }

    private static ObjectNode json(Findings findings) {
        ObjectNode json = JSON.createObjectNode();
        ObjectNode targets = json.putObject("targets");
        for (ScannedTarget scannedTarget : findings.targets()) {
            String file = inFolder(scannedTarget.target().name());
            if (scannedTarget.outcome() instanceof ScannedTarget.Outcome.Complete complete) {
                targets.put(file, complete.clusters());
            } else {
                targets.put(file, scannedTarget.explanation());
            }
        }
        assertThat(findings.clusters())
                .extracting(cluster -> cluster.target().name() + " " + cluster.name())
                .doesNotHaveDuplicates();
        ArrayNode clusters = json.putArray("clusters");
        findings.clusters()
                .forEach(
                        cluster -> clusters.add(json(cluster, findings.targets().size() > 1)));
        ArrayNode notes = json.putArray("notes");
        findings.notes().forEach(note -> notes.add(inFolder(note)));
        return json;
    }

    private static ObjectNode json(EvaluatedCluster cluster, boolean withFile) {
        assertThat(cluster.arn()).isEmpty();
        assertThat(cluster.status()).isEmpty();
        ObjectNode json = JSON.createObjectNode();
        if (withFile) {
            json.put("file", inFolder(cluster.target().name()));
        }
        json.put("name", cluster.name());
        if (cluster.line().isPresent()) {
            json.put("line", cluster.line().getAsInt());
        }
        json.put("atRest", cluster.encryptionAtRest());
        json.put("inTransit", cluster.endpointEncryption());
        for (ControlEvaluation evaluation : cluster.evaluations()) {
            json.put(evaluation.control().securityHubId(), text(evaluation));
        }
        return json;
    }

    private static String text(ControlEvaluation evaluation) {
        assertThat(evaluation.remediation().isEmpty()).isEqualTo(evaluation.compliance() != Compliance.NON_COMPLIANT);
        return evaluation.compliance()
                + (evaluation.isExempt() ? " (exempt)" : "")
                + (evaluation.line().isPresent() ? ", line " + evaluation.line().getAsInt() : "")
                + ": " + evaluation.reason()
                + (evaluation.remediation().isEmpty() ? "" : " >> " + evaluation.remediation());
    }

    private static String inFolder(String path) {
        return path.replace(FOLDER + "/", "");
    }
}
