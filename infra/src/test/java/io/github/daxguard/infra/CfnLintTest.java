package io.github.daxguard.infra;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The templates, validated by AWS's CloudFormation linter. */
@RequiresNode
@ExtendWith(CfnLintTest.Installed.class)
@Tag("full")
class CfnLintTest {

    /** The path of the program, if it is not on the PATH. */
    private static final String VARIABLE = "DAXGUARD_CFN_LINT";

    /** Regions that offer DAX and every resource type of the stacks. */
    private static final List<String> REGIONS = List.of("us-east-1", "eu-west-1", "ap-southeast-2", "sa-east-1");

    /** Regions in which older versions of the linter do not support the remediation. */
    private static final List<String> REGIONS_WITHOUT_REMEDIATION = List.of("eu-south-2");

    /** Regions that do not offer Lambda hooks either. */
    private static final List<String> REGIONS_WITHOUT_HOOKS = List.of("cn-northwest-1");

    /** The 36 Regions with DAX without the two in China. */
    private static final int STACK_SET_REGIONS = 34;

    /** Those that also offer hooks and the type of clusters. */
    private static final int HOOK_REGIONS = 13;

    /** The CDK writes every dependency, including those that a reference already implies. */
    private static final String REDUNDANT_DEPENDENCY = "W3005";

    private static final Pattern NOT_OFFERED =
            Pattern.compile("E3006:Resource type '([^']+)' does not exist in '([^']+)'");

    @TempDir
    private Path directory;

    @Test
    void templates_ofEveryMode_haveNoErrorAndNoWarning() throws Exception {
        assertClean(templates(Contexts.all()), REGIONS);
    }

    @Test
    void templates_withoutRemediation_haveNoErrorAndNoWarningInSmallRegions() throws Exception {
        List<Map<String, String>> contexts = Contexts.all().stream()
                .filter(context -> !Contexts.hasRemediation(context))
                .toList();

        assertClean(templates(contexts), REGIONS_WITHOUT_REMEDIATION);
    }

    @Test
    void templates_withoutRemediationAndHook_haveNoErrorAndNoWarningInChina() throws Exception {
        List<Map<String, String>> contexts = Contexts.all().stream()
                .filter(context -> !Contexts.hasRemediation(context) && !Contexts.hasHook(context))
                .toList();

        assertClean(templates(contexts), REGIONS_WITHOUT_HOOKS);
    }

    /** Every Region with DAX outside China, where stack sets cannot be used with an organization. */
    @ParameterizedTest
    @MethodSource("io.github.daxguard.infra.StackSetOrganizationStackTest#contexts")
    void templates_ofStackSets_haveNoErrorAndNoWarningInEveryRegion(Map<String, String> context) throws Exception {
        List<String> regions = RegionCheck.regionsWithDax().stream()
                .filter(region -> isDeployable(context, region))
                .sorted()
                .toList();

        assertThat(regions).hasSize(Contexts.hasHook(context) ? HOOK_REGIONS : STACK_SET_REGIONS);
        assertClean(templates(List.of(context)), regions);
    }

    private static boolean isDeployable(Map<String, String> context, String region) {
        Map<String, Object> inRegion = new HashMap<>(context);
        inRegion.put(ContextReader.REGIONS, region);
        try {
            RegionCheck.check(ContextReader.read(inRegion), Optional.empty());
            return true;
        } catch (InvalidContextException e) {
            return false;
        }
    }

    @Test
    void template_ofTheServiceControlPolicy_hasNoErrorAndNoWarningInAnyRegion() throws Exception {
        assertClean(templates(List.of(Contexts.PREVENTION)), List.of("ALL_REGIONS"));
    }

    @Test
    void regionalTypes_missingRegions_areThoseOfTheLinter() throws Exception {
        Path requirements = Path.of("..", ".ci", "requirements.in");
        String version = run(List.of("--version")).output().strip().replace(" ", "==");
        List<String> pinned = Files.readAllLines(requirements);
        if (System.getenv("CI") != null) {
            assertThat(version).as("the version of cfn-lint").isIn(pinned);
        }
        assumeThat(version).as("the lists are from another version").isIn(pinned);
        StringBuilder resources = new StringBuilder("Resources:\n");
        for (RegionalType type : RegionalType.ALL) {
            resources.append("  ").append(type.typeName().replace(":", ""));
            resources.append(": {Type: ").append(type.typeName()).append("}\n");
        }
        Path template = Files.writeString(directory.resolve("types.yaml"), resources);

        String findings = run(List.of("--regions", "ALL_REGIONS", "--format", "parseable", "--", template.toString()))
                .output();

        Map<String, Set<String>> missing = NOT_OFFERED
                .matcher(findings)
                .results()
                .collect(groupingBy(found -> found.group(1), mapping(found -> found.group(2), toSet())));
        assertThat(missing)
                .isEqualTo(
                        RegionalType.ALL.stream().collect(toMap(RegionalType::typeName, RegionalType::notOfferedIn)));
    }

    private void assertClean(List<Path> templates, List<String> regions) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("--ignore-checks", REDUNDANT_DEPENDENCY, "--regions"));
        arguments.addAll(regions);
        arguments.add("--");
        templates.forEach(template -> arguments.add(template.toString()));

        ProcessResult lint = run(arguments);

        // 2: errors, 4: warnings, 6: both.
        assertThat(lint.exitCode()).as(lint.output()).isZero();
    }

    private record ProcessResult(int exitCode, String output) {}

    private ProcessResult run(List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(arguments);
        command.add(0, program().map(Path::toString).orElse("cfn-lint"));
        Path output = directory.resolve("output");
        Process lint = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(lint.waitFor(5, TimeUnit.MINUTES)).isTrue();
        } finally {
            lint.destroyForcibly();
        }
        return new ProcessResult(lint.exitValue(), Files.readString(output));
    }

    private List<Path> templates(List<Map<String, String>> contexts) throws IOException {
        List<Path> templates = new ArrayList<>();
        for (Map<String, String> context : contexts) {
            Path assembly = Synthesis.of(context).directory();
            for (String file : Synthesis.templates(context)) {
                templates.add(assembly.resolve(file));
            }
            if (Contexts.isCentral(context)) {
                templates.add(Files.writeString(
                        directory.resolve("member-role-" + templates.size() + ".yaml"),
                        StackTemplate.of(context)
                                .properties("MemberRoles")
                                .get("TemplateBody")
                                .asText()));
            } else if (!Contexts.hasStackSets(context) && !context.equals(Contexts.PREVENTION)) {
                templates.add(assembly.resolve("daxguard.conformance-pack.yaml"));
            }
        }
        return templates;
    }

    private static Optional<Path> program() {
        return Optional.ofNullable(System.getenv(VARIABLE)).map(Path::of).or(() -> RequiredProgram.onPath("cfn-lint"));
    }

    /** Skips the tests without cfn-lint. */
    static final class Installed extends RequiredProgram {

        Installed() {
            super(
                    program(),
                    "cfn-lint is not on the PATH, and " + VARIABLE
                            + " is not set. Install it to check the templates: pip install cfn-lint");
        }
    }
}
