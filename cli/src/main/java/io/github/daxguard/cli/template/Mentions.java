package io.github.daxguard.cli.template;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipInputStream;

/** Searches files for what can declare a DAX cluster. A file is searched in blocks, so that a large one needs little memory. */
final class Mentions {

    private static final int BLOCK = 1 << 16;

    /** Of the preceding block, because a word can begin there. Each of its letters can be an escape sequence. */
    private static final int OVERLAP = 1 << 10;

    private static final String RESOURCES = "Resources";
    private static final String AWS = "AWS";

    /** A file in which all words of a list occur can declare a cluster, or is a plan or a state, which is read in any case. */
    private static final List<List<String>> DECLARING = List.of(
            List.of("AWS::DAX::"),
            List.of("\"aws_dax_cluster\""),
            List.of("\"format_version\"", "\"terraform_version\""),
            List.of("\"encrypted_data\"", "\"encryption_version\""),
            // Pulumi
            List.of(":dax:Cluster"),
            List.of(":dax/cluster"),
            // Crossplane and AWS Controllers for Kubernetes
            List.of("dax.aws."),
            List.of("dax.services.k8s.aws"));

    private static final List<String> WORDS = List.of(RESOURCES, AWS);

    /** Types in a template that are known only when its functions and macros are followed. */
    private static final Pattern OPEN_TYPES = Pattern.compile(
            "Fn::ForEach|AWS::\\$\\{|Fn::Transform|!Transform"
                    + "|\\bTransform[\"']?\\s*:\\s*[\"'\\[\\-A-Za-z]|\\bType[\"']?\\s*:\\s*(![A-Z]|\\{\\s*[\"']?(Fn::|Ref\\b))");

    /** How a template, a plan or a state begins. */
    private static final Pattern BEGINNING =
            Pattern.compile("(?:\u00ef\u00bb\u00bf|[\u00fe\u00ff]{2})?(?:\\s+|#(?!!).*|---)*"
                    + "(?:\\{|[\"']?(AWSTemplateFormatVersion|Description|Transform|Metadata|Parameters|Mappings|Conditions|Rules"
                    + "|Globals|Resources|Outputs)[\"']?\\s*:)");

    /** Escape sequences of JSON and YAML for letters and marks in names of types, and line breaks that YAML leaves out. */
    private static final Pattern ESCAPE =
            Pattern.compile("\\\\(?:(?:u00|x|U000000)(2[2-7d-fD-F]|3[aA]|[4-7][0-9a-fA-F])|\\r?\\n[ \\t]*)");

    private final byte[] block = new byte[BLOCK];

    /** Whether the file can declare a cluster. */
    boolean in(Path file, FileKind kind) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 2)) {
            in.mark(2);
            int first = in.read();
            int second = in.read();
            in.reset();
            if (first == 0x1F && second == 0x8B) {
                return in(new GZIPInputStream(in), kind);
            }
            return (first == 'P' && second == 'K') ? inPlan(in) : in(in, kind);
        }
    }

    /** Terraform's own plan file is an archive, with the configuration in it. */
    private boolean inPlan(InputStream in) throws IOException {
        ZipInputStream archive = new ZipInputStream(in);
        while (archive.getNextEntry() != null) {
            if (in(archive, FileKind.TERRAFORM)) {
                return true;
            }
        }
        return false;
    }

    private boolean in(InputStream in, FileKind kind) throws IOException {
        Set<String> seen = new HashSet<>();
        boolean hasOpenTypes = false;
        String before = "";
        int length;
        for (long read = 0; read < DeclarationFile.MOST_BYTES; read += length) {
            length = in.readNBytes(block, 0, BLOCK);
            if (length == 0) {
                break;
            }
            String text = before + withoutZeros(new String(block, 0, length, ISO_8859_1));
            if (read == 0
                    && kind == FileKind.UNNAMED
                    && !BEGINNING.matcher(text).lookingAt()) {
                return false;
            }
            before = text.substring(Math.max(0, text.length() - OVERLAP));
            String plain = unescaped(text);
            if (isDeclaring(plain, seen) || kind.mentionsCluster(plain)) {
                return true;
            }
            hasOpenTypes = hasOpenTypes
                    || (kind != FileKind.TERRAFORM
                            && (read == 0 || seen.contains(RESOURCES) || seen.contains(AWS))
                            && OPEN_TYPES.matcher(plain).find());
            if (hasOpenTypes && seen.containsAll(WORDS)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isDeclaring(String text, Set<String> seen) {
        WORDS.stream().filter(text::contains).forEach(seen::add);
        for (List<String> words : DECLARING) {
            for (String word : words) {
                if (!seen.contains(word) && text.contains(word)) {
                    seen.add(word);
                }
            }
            if (seen.containsAll(words)) {
                return true;
            }
        }
        return false;
    }

    /** UTF-16 has a zero byte beside each of these characters. */
    private static String withoutZeros(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace("\0", "");
    }

    private static String unescaped(String text) {
        return text.indexOf('\\') < 0 ? text : ESCAPE.matcher(text).replaceAll(Mentions::character);
    }

    private static String character(MatchResult escape) {
        String code = escape.group(1);
        return code == null ? "" : Matcher.quoteReplacement(Character.toString(Integer.parseInt(code, 16)));
    }
}
