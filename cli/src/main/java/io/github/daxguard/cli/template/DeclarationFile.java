package io.github.daxguard.cli.template;

import io.github.daxguard.cli.report.Place.TemplateFile;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Tells by its content what a file is, and has it read accordingly. */
final class DeclarationFile {

    private final TemplateFile place;
    private final Judge judge;
    private final Map<String, String> given;
    private final Passed passed;

    DeclarationFile(TemplateFile place, Judge judge, Map<String, String> given, Passed passed) {
        this.place = place;
        this.judge = judge;
        this.given = given;
        this.passed = passed;
    }

    /** @throws UnreadException if it is nothing that declares clusters */
    FileFindings read(String text) {
        String name = place.path().toLowerCase(Locale.ROOT);
        if (name.endsWith(".tf") || name.endsWith(".tofu") || name.endsWith(".hcl")) {
            throw new UnreadException(
                    "Only a plan tells what comes of Terraform's configuration. " + Expected.TERRAFORM);
        }
        String start = text.stripLeading();
        if (!start.startsWith("{") && !start.startsWith("[")) {
            return template(yaml(text));
        }
        Set<String> names;
        try {
            names = JsonTemplate.names(text);
        } catch (UnreadException e) {
            return name.endsWith(".json") ? rethrown(e) : template(yamlAfter(e, text));
        }
        return TerraformReader.isTerraform(names)
                ? TerraformReader.read(place, judge, text, names)
                : template(JsonTemplate.read(limited(text)));
    }

    private static FileFindings rethrown(UnreadException e) {
        throw e;
    }

    /** YAML can begin like JSON; if it is neither, it was meant as JSON. */
    private static Tree yamlAfter(UnreadException json, String text) {
        try {
            return yaml(text);
        } catch (UnreadException e) {
            throw json;
        }
    }

    private static Tree yaml(String text) {
        return YamlTemplate.read(limited(text));
    }

    private static String limited(String text) {
        if (text.length() > YamlTemplate.LONGEST) {
            throw new UnreadException("The template is larger than " + YamlTemplate.LONGEST / (1024 * 1024)
                    + " million characters, far more than CloudFormation takes.");
        }
        return text;
    }

    private FileFindings template(Tree tree) {
        return CloudFormationTemplate.read(place, judge, tree, given, passed);
    }
}
