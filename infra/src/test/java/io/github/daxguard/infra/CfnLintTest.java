package io.github.daxguard.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What CloudFormation would say of the templates, by AWS's own linter. */
@RequiresNode
@ExtendWith(CfnLintTest.Installed.class)
@Tag("any-jdk")
class CfnLintTest {

    /** Names the program where it is not on the PATH. */
    private static final String VARIABLE = "DAXGUARD_CFN_LINT";

    /** Where DAX is offered, and every resource type of the stacks. */
    private static final List<String> REGIONS = List.of("us-east-1", "eu-west-1", "ap-southeast-2", "sa-east-1");

    /** Where older versions of the linter know no remediation of AWS Config. */
    private static final List<String> REGIONS_WITHOUT_REMEDIATION = List.of("eu-south-2");

    /** Where Lambda hooks are not offered, too. */
    private static final List<String> REGIONS_WITHOUT_HOOKS = List.of("cn-northwest-1");

    /** The CDK writes every dependency that it knows of, also one that a reference tells of already. */
    private static final String REDUNDANT_DEPENDENCY = "W3005";

    @TempDir
    private Path directory;

    @Test
    void templates_ofEveryMode_haveNoErrorAndNoWarning() throws Exception {
        assertClean(templates(RuleFunctionTest.everyMode()), REGIONS);
    }

    @Test
    void templates_withoutRemediation_haveNoErrorAndNoWarningInSmallRegions() throws Exception {
        List<Map<String, String>> contexts = RuleFunctionTest.everyMode().stream()
                .filter(context -> !Contexts.hasRemediation(context))
                .toList();

        assertClean(templates(contexts), REGIONS_WITHOUT_REMEDIATION);
    }

    @Test
    void templates_withoutRemediationAndHook_haveNoErrorAndNoWarningInChina() throws Exception {
        List<Map<String, String>> contexts = RuleFunctionTest.everyMode().stream()
                .filter(context -> !Contexts.hasRemediation(context) && !Contexts.hasHook(context))
                .toList();

        assertClean(templates(contexts), REGIONS_WITHOUT_HOOKS);
    }

    private void assertClean(List<Path> templates, List<String> regions) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(program().map(Path::toString).orElse("cfn-lint"));
        command.addAll(List.of("--ignore-checks", REDUNDANT_DEPENDENCY, "--regions"));
        command.addAll(regions);
        command.add("--");
        templates.forEach(template -> command.add(template.toString()));
        Path findings = directory.resolve("findings");

        Process lint = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(findings.toFile())
                .start();
        try {
            assertThat(lint.waitFor(5, TimeUnit.MINUTES)).isTrue();
        } finally {
            lint.destroyForcibly();
        }

        // 2 stands for errors, 4 for warnings, 6 for both.
        assertThat(lint.exitValue()).as(Files.readString(findings)).isZero();
    }

    private List<Path> templates(List<Map<String, String>> contexts) throws IOException {
        List<Path> templates = new ArrayList<>();
        for (Map<String, String> context : contexts) {
            Path assembly = Synthesis.of(context).directory();
            if (context.containsKey("organization")) {
                templates.add(assembly.resolve("DaxGuardOrganization.template.json"));
                templates.add(Files.writeString(
                        directory.resolve("member-role-" + templates.size() + ".yaml"),
                        StackTemplate.of(context)
                                .properties("MemberRoles")
                                .get("TemplateBody")
                                .asText()));
            } else {
                templates.add(assembly.resolve("DaxGuard.template.json"));
                templates.add(assembly.resolve("daxguard.conformance-pack.yaml"));
            }
        }
        return templates;
    }

    private static Optional<Path> program() {
        return Optional.ofNullable(System.getenv(VARIABLE)).map(Path::of).or(() -> RequiredProgram.onPath("cfn-lint"));
    }

    /** Looks for cfn-lint. */
    static final class Installed extends RequiredProgram {

        Installed() {
            super(
                    program(),
                    "There is no cfn-lint on the PATH and " + VARIABLE
                            + " names none: install it (pip install cfn-lint) to check the templates");
        }
    }
}
