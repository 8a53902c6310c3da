package io.github.daxguard.cli.template;

import io.github.daxguard.cli.template.NestedStack.Parameters;
import java.util.List;
import java.util.Map;

/**
 * Evaluates templates and properties that resources contain, and adds the findings to those of the file.
 *
 * @param given parameters, by name
 * @param depth the number of enclosing templates
 */
record EmbeddedTemplates(FileFindings findings, Criteria criteria, Map<String, String> given, int depth) {

    private static final int DEEPEST = 5;

    /**
     * Reads a template. A template that cannot be read is a gap.
     *
     * @param name of the resource that contains it: the prefix of the names of its clusters
     * @param line of the text
     * @param isBlock whether each line of the text is a line of the file
     * @param passed parameters that the resource sets: one for each variant
     */
    void read(String name, String text, int line, boolean isBlock, List<Parameters> passed) {
        try {
            read(name, DeclarationFile.tree(text).moved(line, isBlock), line, passed);
        } catch (NotEvaluatedException e) {
            gap(name, line, "contains a template that cannot be read. " + e.reason());
        }
    }

    /** Reads a template that is an object. */
    void read(String name, Tree template, int line, List<Parameters> passed) {
        if (depth == DEEPEST) {
            gap(name, line, "contains a template that is nested too deeply.");
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
                gap(name, line, "has properties with functions, which are resolved only in a template.");
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
}
