package io.github.daxguard.infra;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import io.github.cdklabs.cdknag.NagPackProps;
import io.github.cdklabs.cdknag.NagReportFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.Stack;

/** The template of a stack that contains only the view of an organization. */
public final class ViewTemplate {

    static final String STACK = "DaxGuardOrganization";

    /** The id of the organization of the template. */
    public static final String ORGANIZATION = "o-ab12cd34ef";

    private static final Synthesis SYNTHESIS = synthesise();

    private ViewTemplate() {}

    static StackTemplate stackTemplate() {
        return StackTemplate.of(template());
    }

    /** The template as the CDK writes it. */
    public static JsonNode template() {
        return SYNTHESIS.json(STACK + ".template.json");
    }

    static Path directory() {
        return SYNTHESIS.directory();
    }

    /** The report of cdk-nag's AwsSolutions rules. */
    static JsonNode nagReport() {
        return SYNTHESIS.json("AwsSolutions-" + STACK + "-NagReport.json").get("lines");
    }

    private static Synthesis synthesise() {
        try {
            Path directory = Files.createTempDirectory(Path.of("target"), "view");
            Path zip = Files.writeString(directory.resolve("function.zip"), "stand-in for the packaged function");
            App app = Synthesis.app(Map.of(), directory.resolve("cdk.out"));
            Map<String, Object> context = new TreeMap<>(Map.of("alarmEmail", "security@example.com"));
            Settings settings = ContextReader.read(context);
            Stack stack = new Stack(app, STACK);
            new OrganizationView(
                    stack,
                    "View",
                    settings,
                    new FunctionCode(zip, "0".repeat(64)).asAsset(),
                    new OrganizationView.Organization(
                            ORGANIZATION,
                            "111111111111",
                            "daxguard",
                            "arn:aws:config:eu-west-1:999988887777:config-aggregator/config-aggregator-abcdefgh"),
                    RuleDefinition.all(settings).stream()
                            .map(RuleDefinition::name)
                            .toList());
            Aspects.of(app)
                    .add(new AwsSolutionsChecks(NagPackProps.builder()
                            .reportFormats(List.of(NagReportFormat.JSON))
                            .build()));
            return new Synthesis(Path.of(app.synth().getDirectory()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
