package io.github.daxguard.cli.template;

import io.github.daxguard.cli.template.NestedStack.Parameters;
import java.util.List;
import java.util.Map;

/**
 * Reads templates and properties that other resources contain, into the findings of their file.
 *
 * @param given parameters, by name
 * @param depth how many templates contain this place
 */
record EmbeddedTemplates(FileFindings findings, Criteria criteria, Map<String, String> given, int depth) {

    private static final int DEEPEST = 5;

    /**
     * Reads a template. If that is not possible, it is a gap.
     *
     * @param name of the resource that contains it, which becomes the start of its clusters' names
     * @param line of the text
     * @param isBlock whether each line of the text is a line of the file
     * @param passed parameters that the resource sets: one for each variant
     */
    void read(String name, String text, int line, boolean isBlock, List<Parameters> passed) {
        try {
            read(name, tree(text).moved(line, isBlock), line, passed);
        } catch (NotEvaluatedException e) {
            gap(name, line, "contains a template that cannot be read. " + e.reason());
        }
    }

    /** Reads a template that is an object. */
    void read(String name, Tree template, int line, List<Parameters> passed) {
        if (depth == DEEPEST) {
            gap(name, line, "contains a template in too many others.");
            return;
        }
        try {
            CloudFormationTemplate.read(this, template, passed, name + "/");
        } catch (NotEvaluatedException e) {
            gap(name, line, "contains a template that cannot be read. " + e.reason());
        }
    }

    /**
     * Reads a resource of a CloudFormation type that is created without a template.
     *
     * @param properties in JSON
     */
    void readResource(String name, String type, String properties, int line) {
        try {
            JsonTemplate.names(properties);
            Tree tree = JsonTemplate.read(properties).moved(line, false);
            if (tree.hasFunction()) {
                gap(name, line, "has properties with functions, which are not resolved without a template.");
            } else {
                CloudFormationTemplate.readResource(this, name, type, tree);
            }
        } catch (NotEvaluatedException e) {
            gap(name, line, "has properties that cannot be read. " + e.reason());
        }
    }

    void gap(String name, int line, String predicate) {
        findings.addGap("Line " + line + ": " + Value.shown(name) + " " + predicate);
    }

    EmbeddedTemplates inside() {
        return new EmbeddedTemplates(findings, criteria, given, depth + 1);
    }

    private static Tree tree(String text) {
        if (text.length() > YamlTemplate.LONGEST) {
            throw new NotEvaluatedException("It is larger than any template that CloudFormation accepts.");
        }
        if (!text.stripLeading().startsWith("{")) {
            return YamlTemplate.read(text);
        }
        try {
            JsonTemplate.names(text);
            return JsonTemplate.read(text);
        } catch (NotEvaluatedException problem) {
            // YAML can begin like JSON.
            try {
                return YamlTemplate.read(text);
            } catch (NotEvaluatedException e) {
                throw problem;
            }
        }
    }
}
