package io.github.daxguard.cli.template;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.daxguard.cli.report.Target.TemplateFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a template, a plan or a state. The content determines which of these it is.
 *
 * @param given parameters of CloudFormation templates, by name
 * @param passed parameters that parent stacks set
 */
record DeclarationFile(
        TemplateFile file, Criteria criteria, Map<String, String> given, List<NestedStack.Parameters> passed) {

    /** Larger than the plans of large accounts, and small enough to be held in memory. */
    static final int MOST_BYTES = 100 * 1024 * 1024;

    private static final String BYTE_ORDER_MARK = "\ufeff";
    private static final Pattern START_OF_PLAN = Pattern.compile("\\{\\s*\"format_version\"\\s*:");

    /**
     * Reads the content to its end.
     *
     * @throws NotEvaluatedException if it is not a file that declares clusters
     */
    FileFindings read(InputStream in) throws IOException {
        String text = text(in.readNBytes(MOST_BYTES + 1));
        String name = file.path().substring(file.path().lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        UnsupportedFormat.ofName(name).ifPresent(advice -> {
            throw new NotEvaluatedException(advice);
        });
        try {
            return read(text, name);
        } catch (NotEvaluatedException e) {
            int plan = indexOfPlan(text);
            if (plan > 0 && !text.substring(0, plan).isBlank()) {
                throw NotEvaluatedException.atLine(
                        firstLine(text), "this text is not part of the plan. " + UnsupportedFormat.PLAN_ALONE);
            }
            throw e;
        }
    }

    private FileFindings read(String text, String name) {
        Set<String> names = Set.of();
        if (startsLikeJson(text)) {
            try {
                names = JsonTemplate.names(text);
            } catch (NotEvaluatedException e) {
                if (name.endsWith(UnsupportedFormat.JSON)) {
                    throw e;
                }
            }
        }
        return TerraformReader.isTerraform(names)
                ? TerraformReader.read(file, criteria, given, text, names)
                : template(tree(text));
    }

    /**
     * Reads a template in JSON or YAML.
     *
     * @throws NotEvaluatedException if it is not valid, or too large
     */
    static Tree tree(String text) {
        if (text.length() > YamlTemplate.LONGEST) {
            throw new NotEvaluatedException("The template is larger than " + YamlTemplate.LONGEST / (1024 * 1024)
                    + " million characters. CloudFormation accepts at most 1 MB.");
        }
        if (!startsLikeJson(text)) {
            return YamlTemplate.read(text);
        }
        try {
            JsonTemplate.names(text);
        } catch (NotEvaluatedException problem) {
            // YAML can begin like JSON. If the text is neither, the problem of the JSON is reported.
            try {
                return YamlTemplate.read(text);
            } catch (NotEvaluatedException e) {
                throw problem;
            }
        }
        return JsonTemplate.read(text);
    }

    private static boolean startsLikeJson(String text) {
        String start = text.stripLeading();
        return start.startsWith("{") || start.startsWith("[");
    }

    private static int indexOfPlan(String text) {
        Matcher plan = START_OF_PLAN.matcher(text);
        return plan.find() ? plan.start() : -1;
    }

    /** The first line that is not blank. */
    private static int firstLine(String text) {
        return 1 + (int) text.lines().takeWhile(String::isBlank).count();
    }

    private FileFindings template(Tree tree) {
        if (!ServerlessConfiguration.isOne(tree)) {
            return CloudFormationTemplate.read(file, criteria, tree, given, passed);
        }
        ServerlessConfiguration configuration = ServerlessConfiguration.of(tree);
        FileFindings findings = CloudFormationTemplate.read(file, criteria, configuration.template(), given, passed);
        configuration.gaps().forEach(findings::addGap);
        return findings;
    }

    /**
     * The text of a file.
     *
     * @throws NotEvaluatedException if it is empty, too large, compressed, or neither UTF-8 nor UTF-16
     */
    static String text(byte[] bytes) {
        if (bytes.length > MOST_BYTES) {
            throw new NotEvaluatedException("The file is larger than " + MOST_BYTES / (1024 * 1024) + " MB.");
        }
        if (startsWith(bytes, 'P', 'K', 3, 4)) {
            throw new NotEvaluatedException(
                    "The binary plan format of Terraform is not supported. " + UnsupportedFormat.EXPECTED_PLAN);
        }
        if (startsWith(bytes, 0x1F, 0x8B)) {
            throw new NotEvaluatedException(
                    "The file is compressed with gzip. Decompress it, and check the decompressed file.");
        }
        Charset charset = charset(bytes);
        String text;
        try {
            text = charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new NotEvaluatedException(
                    "The file is not valid " + charset + ". " + UnsupportedFormat.EXPECTED_TEMPLATE);
        }
        text = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        if (text.isBlank()) {
            throw new NotEvaluatedException("The file is empty. " + UnsupportedFormat.EXPECTED_TEMPLATE);
        }
        return text;
    }

    /** Windows PowerShell writes UTF-16. */
    private static Charset charset(byte[] bytes) {
        if (startsWith(bytes, 0xFF, 0xFE)) {
            return UTF_16LE;
        }
        return startsWith(bytes, 0xFE, 0xFF) ? UTF_16BE : UTF_8;
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
