package io.github.daxguard.cli.template;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.daxguard.cli.report.ControlEvaluation;
import io.github.daxguard.cli.report.EvaluatedCluster;
import io.github.daxguard.cli.report.ScannedTarget;
import io.github.daxguard.cli.template.TemplateCheck.Findings;
import io.github.daxguard.rule.Compliance;
import io.github.daxguard.rule.Control;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The check of random input, with a fixed seed: each input has a result, and invalid values never pass. */
class TemplateNoiseTest {

    private static final Path FOLDER = Path.of("src/test/resources/templates");
    /** Values of SSEEnabled that are not true, but similar to it. */
    private static final List<String> INVALID = List.of(
            ("false@@yes@@on@@1@@\"True\"@@'true '@@truee@@tru@@[true]@@{true: true}@@~@@!Ref true@@!GetAtt true@@"
                            + "!Sub '${true}'@@!If [C, true, false]@@!Not [true]@@!!str truth@@!true true@@&true@@"
                            + "!Select [0, [!Ref A, true]]@@!FindInMap [M, true, true]@@{Ref: true}@@{Fn::If: [C, true]}@@"
                            + "!Join ['', [true, ' ']]@@\"{{resolve:ssm:true}}\"@@!Condition true@@true: true@@- true@@"
                            + "|\n          true\n")
                    .split("@@"));

    private static final List<String> WORDS = List.of(
            ("true@@false@@!If @@!Ref @@!Sub @@${@@}@@{@@[@@]@@: @@- @@\n@@\n  @@*a@@&a @@<<: *a@@\"@@'@@Fn::If@@"
                            + "Fn::ForEach::X@@Fn::Transform@@AWS::NoValue@@AWS::DAX::Cluster@@SSEEnabled@@Condition@@#@@|@@\t@@"
                            + "null@@0@@\u0000@@\ud83d\ude00")
                    .split("@@"));

    private final Random random = new Random(20_270_131);
    private final TemplateCheck check = TemplateChecks.of(Map.of());

    @Test
    void check_anyMutatedFile_hasOneTarget() throws IOException {
        int read = 0;
        int runs = 0;
        for (String original : originals()) {
            for (int i = 0; i < 30; i++) {
                Findings findings = check(mutated(original));
                runs++;
                assertThat(findings.targets()).hasSize(1);
                ScannedTarget scannedTarget = findings.targets().get(0);
                if (scannedTarget.outcome() instanceof ScannedTarget.Outcome.Complete complete) {
                    assertThat(complete.clusters())
                            .isEqualTo(findings.clusters().size());
                    read++;
                } else {
                    assertThat(scannedTarget.explanation())
                            .hasSizeBetween(10, 700)
                            .doesNotContain("\n");
                }
            }
        }
        assertThat(runs).isGreaterThan(3500);
        // Both outcomes must occur; otherwise there are too many or too few mutations.
        assertThat(read).isBetween(runs / 10, runs * 9 / 10);
    }

    @Test
    void check_valueSimilarToTrue_isNeverCompliant() {
        int evaluated = 0;
        for (String invalid : INVALID) {
            for (String template : List.of("""
                    Resources:
                      Orders:
                        Type: AWS::DAX::Cluster
                        Properties:
                          SSESpecification:
                            SSEEnabled: %s
                    """, """
                    Parameters: {A: {Type: String}, C: {Type: String, Default: 'true'}}
                    Conditions: {C: !Equals [!Ref C, 'true']}
                    Mappings: {M: {a: {b: true}}}
                    Resources:
                      Orders:
                        Type: AWS::DAX::Cluster
                        Properties:
                          SSESpecification:
                            SSEEnabled: %s
                    """)) {
                Findings findings = check(template.formatted(invalid));
                evaluated += findings.clusters().size();
                assertThat(findings.clusters())
                        .as(invalid)
                        .allSatisfy(cluster -> assertThat(atRest(cluster)).isEqualTo(Compliance.NON_COMPLIANT));
                assertThat(findings.targets().get(0).isGap())
                        .as(invalid)
                        .isEqualTo(findings.clusters().isEmpty());
            }
        }
        assertThat(evaluated).isGreaterThan(INVALID.size());
    }

    @Test
    void check_mutatedTrue_isCompliantOnlyIfItIsStillTrue() {
        String before =
                "{\"Resources\": {\"Orders\": {\"Type\": \"AWS::DAX::Cluster\", \"Properties\": {\"SSESpecification\": ";
        String valid = "{\"SSEEnabled\": true}";
        int evaluated = 0;
        for (int i = 0; i < 8_000; i++) {
            StringBuilder value = new StringBuilder(valid);
            for (int changes = random.nextInt(2); changes >= 0; changes--) {
                value.setCharAt(random.nextInt(value.length()), (char) (random.nextInt(95) + 32));
            }
            Findings findings = check(before + value + "}}}}");
            String text = value.toString().replaceAll("\\s", "");
            // If the mutated text is YAML, True and TRUE are also valid.
            boolean isStillValid = text.matches("\\{\"SSEEnabled\":(true|True|TRUE)}");
            for (EvaluatedCluster cluster : findings.clusters()) {
                evaluated++;
                assertThat(atRest(cluster) == Compliance.COMPLIANT)
                        .as(value.toString())
                        .isEqualTo(isStillValid);
            }
        }
        assertThat(evaluated).isGreaterThan(500);
    }

    private static Compliance atRest(EvaluatedCluster cluster) {
        return cluster.evaluations().stream()
                .filter(evaluation -> evaluation.control() == Control.ENCRYPTION_AT_REST)
                .map(ControlEvaluation::compliance)
                .findFirst()
                .orElseThrow();
    }

    private Findings check(String text) {
        return check.check(List.of("-"), new ByteArrayInputStream(text.getBytes(UTF_8)));
    }

    private String mutated(String original) {
        StringBuilder text = new StringBuilder(original);
        for (int changes = random.nextInt(3); changes >= 0; changes--) {
            int at = random.nextInt(text.length());
            int end = Math.min(text.length(), at + random.nextInt(12));
            switch (random.nextInt(5)) {
                case 0 -> text.setCharAt(at, (char) (random.nextInt(95) + 32));
                case 1 -> text.delete(at, end);
                case 2 -> text.insert(at, WORDS.get(random.nextInt(WORDS.size())));
                case 3 -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(80))));
                default -> text.replace(at, end, WORDS.get(random.nextInt(WORDS.size())));
            }
            if (text.isEmpty()) {
                text.append(' ');
            }
        }
        return text.toString();
    }

    private static List<String> originals() throws IOException {
        List<String> originals = new ArrayList<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                // This file is slow, and TemplateTableTest reads it.
                if (Files.isRegularFile(file) && !name.endsWith(".expected.json") && !name.startsWith("alias-bomb")) {
                    originals.add(Files.readString(file));
                }
            }
        }
        return originals;
    }
}
