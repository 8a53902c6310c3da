package io.github.daxguard.cli.template;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

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
    private static final List<String> OF_TEMPLATES = List.of(RESOURCES, AWS);

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

    /** Marks of types in a template that are known only when its functions and macros are followed. */
    private static final List<String> OPEN_TYPES = List.of("Fn::ForEach", "AWS::${", "Fn::Transform", "!Transform");

    private static final Pattern MACRO = Pattern.compile("Transform[\"']?\\s*:\\s*[\"'\\[\\-A-Za-z]");
    private static final Pattern TYPE_OF_FUNCTION =
            Pattern.compile("Type[\"']?\\s*:\\s*(![A-Z]|\\{\\s*[\"']?(Fn::|Ref\\b))");

    /** How a template, a plan or a state begins. */
    private static final Pattern BEGINNING =
            Pattern.compile("(?:\u00ef\u00bb\u00bf|[\u00fe\u00ff]{2})?(?:\\s++|#(?!!).*+|---)*+"
                    + "(?:\\{|[\"']?(AWSTemplateFormatVersion|Description|Transform|Metadata|Parameters|Mappings|Conditions|Rules"
                    + "|Globals|Resources|Outputs)[\"']?\\s*:)");

    /** Escape sequences of JSON and YAML for letters and marks in names of types, and line breaks that YAML leaves out. */
    private static final Pattern ESCAPE =
            Pattern.compile("\\\\(?:(?:u00|x|U000000)(2[2-7d-fD-F]|3[aA]|[4-7][0-9a-fA-F])|\\r?\\n[ \\t]*)");

    private final byte[] block = new byte[BLOCK];
    private boolean wasCut;

    /** Whether the last file was longer than what is searched. */
    boolean wasCut() {
        return wasCut;
    }

    /** Whether the file can declare a cluster. */
    boolean in(Path file, FileKind kind) throws IOException {
        wasCut = false;
        try (InputStream in = Files.newInputStream(file)) {
            int length = in.readNBytes(block, 0, BLOCK);
            if (startsWith(length, 0x1F, 0x8B)) {
                return inCompressed(file, kind);
            }
            return startsWith(length, 'P', 'K') ? inPlan(file) : in(in, length, kind);
        }
    }

    private boolean startsWith(int length, int first, int second) {
        return length > 1 && (block[0] & 0xFF) == first && (block[1] & 0xFF) == second;
    }

    private boolean inCompressed(Path file, FileKind kind) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return in(in, in.readNBytes(block, 0, BLOCK), kind);
        }
    }

    /** Terraform's own plan file is an archive, with the configuration in it. */
    private boolean inPlan(Path file) throws IOException {
        try (ZipInputStream archive = new ZipInputStream(Files.newInputStream(file))) {
            while (archive.getNextEntry() != null) {
                if (in(archive, archive.readNBytes(block, 0, BLOCK), FileKind.TERRAFORM)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** @param first how many bytes of the first block are read already */
    private boolean in(InputStream in, int first, FileKind kind) throws IOException {
        Set<String> seen = new HashSet<>();
        boolean hasOpenTypes = false;
        String before = "";
        int length = first;
        for (long read = 0; length > 0 && read < DeclarationFile.MOST_BYTES; read += BLOCK) {
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
            hasOpenTypes = hasOpenTypes || (kind != FileKind.TERRAFORM && hasOpenTypes(plain));
            if (hasOpenTypes && seen.contains(RESOURCES) && seen.contains(AWS)) {
                return true;
            }
            length = in.readNBytes(block, 0, BLOCK);
        }
        wasCut = wasCut || length > 0;
        return false;
    }

    private static boolean isDeclaring(String text, Set<String> seen) {
        for (String word : OF_TEMPLATES) {
            if (text.contains(word)) {
                seen.add(word);
            }
        }
        for (List<String> words : DECLARING) {
            for (String word : words) {
                if (text.contains(word)) {
                    seen.add(word);
                }
            }
            if (seen.containsAll(words)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasOpenTypes(String text) {
        return OPEN_TYPES.stream().anyMatch(text::contains)
                || MACRO.matcher(text).find()
                || TYPE_OF_FUNCTION.matcher(text).find();
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
