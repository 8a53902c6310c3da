package io.github.daxguard.cli.template;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.daxguard.cli.report.Place.TemplateFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads a template, a plan or a state. Its content decides what it is.
 *
 * @param given parameters of CloudFormation templates, by name
 * @param passed parameters that parent stacks set
 */
record DeclarationFile(
        TemplateFile file, Criteria criteria, Map<String, String> given, List<NestedStack.Parameters> passed) {

    /** More than plans of large estates have, and few enough to be held in memory. */
    private static final int MOST_BYTES = 100 * 1024 * 1024;

    private static final String BYTE_ORDER_MARK = "\ufeff";

    /**
     * Reads the content to its end.
     *
     * @throws UnreadException if it is not a file that declares clusters
     */
    FileFindings read(InputStream in) throws IOException {
        String text = text(in.readNBytes(MOST_BYTES + 1));
        String name = file.path().toLowerCase(Locale.ROOT);
        if (name.endsWith(".tf") || name.endsWith(".tofu") || name.endsWith(".hcl")) {
            throw new UnreadException(
                    "Only a plan tells what comes of Terraform's configuration. " + UnreadException.EXPECTED_PLAN);
        }
        String start = text.stripLeading();
        if (!start.startsWith("{") && !start.startsWith("[")) {
            return template(YamlTemplate.read(limited(text)));
        }
        Set<String> names;
        try {
            names = JsonTemplate.names(text);
        } catch (UnreadException e) {
            if (name.endsWith(".json")) {
                throw e;
            }
            return template(yamlInFlowStyle(text, e));
        }
        return TerraformReader.isTerraform(names)
                ? TerraformReader.read(file, criteria, given, text, names)
                : template(JsonTemplate.read(limited(text)));
    }

    /** YAML can begin like JSON. If the text is neither, the problem of the JSON is reported. */
    private static Tree yamlInFlowStyle(String text, UnreadException problem) {
        try {
            return YamlTemplate.read(limited(text));
        } catch (UnreadException e) {
            throw problem;
        }
    }

    private FileFindings template(Tree tree) {
        return CloudFormationTemplate.read(file, criteria, tree, given, passed);
    }

    private static String limited(String text) {
        if (text.length() > YamlTemplate.LONGEST) {
            throw new UnreadException("The template is larger than " + YamlTemplate.LONGEST / (1024 * 1024)
                    + " million characters, far more than CloudFormation takes.");
        }
        return text;
    }

    private static String text(byte[] bytes) {
        if (bytes.length > MOST_BYTES) {
            throw new UnreadException("The file is larger than " + MOST_BYTES / (1024 * 1024) + " MB.");
        }
        if (startsWith(bytes, 'P', 'K', 3, 4)) {
            throw new UnreadException("This looks like Terraform's own plan file, which no other program reads. "
                    + UnreadException.EXPECTED_PLAN);
        }
        if (startsWith(bytes, 0xFF, 0xFE) || startsWith(bytes, 0xFE, 0xFF)) {
            throw new UnreadException(
                    "The file is in UTF-16, as Windows PowerShell writes what is redirected: write it in UTF-8, with "
                            + "| Out-File -Encoding utf8.");
        }
        String text;
        try {
            text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new UnreadException("The file is no text in UTF-8. " + UnreadException.EXPECTED_TEMPLATE);
        }
        text = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        if (text.isBlank()) {
            throw new UnreadException("The file is empty. " + UnreadException.EXPECTED_TEMPLATE);
        }
        return text;
    }

    private static boolean startsWith(byte[] bytes, int... start) {
        for (int i = 0; i < start.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xFF) != start[i]) {
                return false;
            }
        }
        return true;
    }
}
