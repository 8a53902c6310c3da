package io.github.daxguard.cli.template;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The kind of a file by its name. Other files, such as source code and documentation, are not searched. */
enum FileKind {
    /** The names of templates of the CDK and SAM. */
    TEMPLATE("(.+\\.)?template\\.(json|ya?ml)|.+\\.template"),

    /** A source from which another program generates a template. */
    SOURCE_OF_TEMPLATE(
            ".+\\.(j2|jinja2?|tpl|tmpl|gotmpl|tftpl|erb|mustache|hbs|ejs|njk|liquid|mako|vm|ftl|jsonnet|libsonnet"
                    + "|cue|dhall|pkl)",
            Pattern.compile("(?i)aws_dax_|AWS::DAX::")),

    SERVERLESS_CODE("serverless(\\..+)?\\.[cm]?[jt]s", Pattern.compile(FileKind.IN_SERVERLESS)),

    SERVERLESS("serverless([.-].+)?\\.(ya?ml|json)", Pattern.compile(FileKind.IN_SERVERLESS)),

    /** The configuration of Terraform, OpenTofu or Terragrunt. */
    TERRAFORM(
            ".+\\.(tf|tofu|hcl)(\\.json)?",
            Pattern.compile(
                    "(?i)aws_dax_|AWS::DAX::|AWS::\\$\\{|\\bmodule\\s+\"?[^\"\\s{]*dax|\"[^\"\\n]*dax[^\"\\n]*\"\\s*:\\s*[\\[{]|\\bsource\"?\\s*[=:]\\s*\"[^\"\\n]*dax")),

    /** Templates, plans and states under other names, and the configuration of further tools. */
    DATA(".+\\.(json[c5]?|ya?ml|cfn|cform|cfm|cf|cloudformation|stack|config|tfstate|(tf)?plan)(\\.backup|\\.gz)?"
            + "|.+\\.tfstate\\..+|tfplan|.*plan\\.(bin|out)"),

    /** A file without an extension, which can also be a script or a document. */
    UNNAMED("[^.]+");

    /** The resource type, or a reference to a file whose name contains dax. */
    private static final String IN_SERVERLESS =
            "(?i)AWS::DAX::|\\b(from|import|require)\\b[\\s(]*[\"'][^\"'\\n]*dax|\\bfile\\([^)\\n]*(dax|\\.[cm]?[jt]s\\b)";

    private final Pattern name;
    private final Optional<Pattern> mention;

    FileKind(String name) {
        this.name = Pattern.compile(name, Pattern.CASE_INSENSITIVE);
        this.mention = Optional.empty();
    }

    /** @param mention words by which these files mention a cluster, other than those of templates, plans and states */
    FileKind(String name, Pattern mention) {
        this.name = Pattern.compile(name, Pattern.CASE_INSENSITIVE);
        this.mention = Optional.of(mention);
    }

    static Optional<FileKind> of(String fileName) {
        return Arrays.stream(values())
                .filter(kind -> kind.name.matcher(fileName).matches())
                .findFirst();
    }

    /** Whether the text mentions a cluster in the language of these files. */
    boolean mentionsCluster(String text) {
        return mention.isPresent()
                && (text.toLowerCase(Locale.ROOT).contains("dax") || text.contains("AWS::${") || text.contains("file("))
                && mention.get().matcher(text).find();
    }
}
