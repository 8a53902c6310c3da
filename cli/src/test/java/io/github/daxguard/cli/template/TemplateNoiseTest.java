package io.github.daxguard.cli.template;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.daxguard.cli.report.AuditedCluster;
import io.github.daxguard.cli.report.ControlEvaluation;
import io.github.daxguard.cli.report.ScannedTarget;
import io.github.daxguard.cli.template.TemplateCheck.Findings;
import io.github.daxguard.rule.Compliance;
import io.github.daxguard.rule.Control;
import io.github.daxguard.rule.RuleParameters;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The check on input that nobody thought of, by a fixed seed: it always answers, and nothing passes by accident. */
class TemplateNoiseTest {

    private static final Path FOLDER = Path.of("src/test/resources/templates");
    private static final LocalDate TODAY = LocalDate.parse("2027-01-31");

    /** What stands where a cluster's encryption is decided, as a literal, and what must not be taken for it. */
    private static final List<String> SPOILT = List.of(
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
    private final TemplateCheck check =
            TemplateCheck.of(List.of(Control.values()), RuleParameters.parse(Map.of()), TODAY, Map.of());

    @Test
    void check_anyFileWithSomethingChanged_answersWithALook() throws IOException {
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
        // Both kinds must be there, or the changes are too many or too few.
        assertThat(read).isBetween(runs / 10, runs * 9 / 10);
    }

    @Test
    void check_literalTrueMutatedAway_isNeverCompliant() {
        int judged = 0;
        for (String spoilt : SPOILT) {
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
                Findings findings = check(template.formatted(spoilt));
                judged += findings.clusters().size();
                assertThat(findings.clusters())
                        .as(spoilt)
                        .allSatisfy(cluster -> assertThat(atRest(cluster)).isEqualTo(Compliance.NON_COMPLIANT));
                assertThat(findings.targets().get(0).isGap())
                        .as(spoilt)
                        .isEqualTo(findings.clusters().isEmpty());
            }
        }
        assertThat(judged).isGreaterThan(SPOILT.size());
    }

    @Test
    void check_oneCharacterOfTheTrueChanged_isNotCompliantUnlessItStillSaysTrue() {
        String before =
                "{\"Resources\": {\"Orders\": {\"Type\": \"AWS::DAX::Cluster\", \"Properties\": {\"SSESpecification\": ";
        String right = "{\"SSEEnabled\": true}";
        int judged = 0;
        for (int i = 0; i < 8_000; i++) {
            StringBuilder value = new StringBuilder(right);
            for (int changes = random.nextInt(2); changes >= 0; changes--) {
                value.setCharAt(random.nextInt(value.length()), (char) (random.nextInt(95) + 32));
            }
            Findings findings = check(before + value + "}}}}");
            String text = value.toString().replaceAll("\\s", "");
            // As YAML, which the text can become, it may also say True.
            boolean stillRight = text.matches("\\{\"SSEEnabled\":(true|True|TRUE)}");
            for (AuditedCluster cluster : findings.clusters()) {
                judged++;
                assertThat(atRest(cluster) == Compliance.COMPLIANT)
                        .as(value.toString())
                        .isEqualTo(stillRight);
            }
        }
        assertThat(judged).isGreaterThan(500);
    }

    private static Compliance atRest(AuditedCluster cluster) {
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
                // That one takes a while, and once is enough.
                if (Files.isRegularFile(file) && !name.endsWith(".expected.json") && !name.startsWith("alias-bomb")) {
                    originals.add(Files.readString(file));
                }
            }
        }
        return originals;
    }
}
