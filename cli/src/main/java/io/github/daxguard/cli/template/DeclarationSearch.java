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

/** Searches files for declarations of DAX clusters. Files are searched in blocks, so that large files need little memory. */
final class DeclarationSearch {

    private static final int BLOCK = 1 << 16;

    /** Bytes of the preceding block, in which a word can begin. Each letter can be an escape sequence. */
    private static final int OVERLAP = 1 << 10;

    /** The outermost section of a template. Documents that only mention types do not have it at the start of a line. */
    private static final Pattern RESOURCES = key("Resources");

    /** Words that occur together in declarations of clusters, in plans and in states. */
    private static final List<List<String>> DECLARING = List.of(
            List.of("AWS::DAX::"),
            List.of("\"aws_dax_cluster\""),
            List.of("\"format_version\"", "\"terraform_version\""),
            List.of("\"encrypted_data\"", "\"encryption_version\""),
            // Pulumi
            List.of(":dax:Cluster"),
            List.of(":dax/cluster"),
            // Crossplane and AWS Controllers for Kubernetes
            List.of("apiVersion", "dax.aws."),
            List.of("apiVersion", "dax.services.k8s.aws"));

    /** Words of templates whose resources depend on functions, macros or other templates. */
    private static final List<String> OPEN_TYPES = List.of(
            "Fn::ForEach",
            "AWS::${",
            "Fn::Transform",
            "!Transform",
            "AWS::CloudFormation::Stack",
            "AWS::Serverless::Application",
            "AWS::ServiceCatalog::CloudFormationProvisionedProduct",
            "::MODULE");

    private static final Pattern MACRO = key("Transform");
    private static final Pattern TYPE_OF_FUNCTION =
            Pattern.compile("Type[\"']?\\s*:\\s*(![A-Z]|\\{\\s*[\"']?(Fn::|Ref\\b))");

    /** Escape sequences of JSON and YAML for the characters of type names, and line breaks that YAML ignores. */
    private static final Pattern ESCAPE =
            Pattern.compile("\\\\(?:(?:u00|x|U000000)(2[2-7d-fD-F]|3[aA]|[4-7][0-9a-fA-F])|\\r?\\n[ \\t]*)");

    private final byte[] block = new byte[BLOCK];
    private boolean wasCut;
    private long searched;

    /** Whether the last file was too long to be searched completely. */
    boolean wasCut() {
        return wasCut;
    }

    private static Pattern key(String name) {
        return Pattern.compile("(?m)(?:^(?:\\?[ \\t]+)?|[{,]\\s*+)[\"']?" + name + "[\"']?\\s*:");
    }

    /** Whether the file can declare a cluster. */
    boolean in(Path file, FileKind kind) throws IOException {
        wasCut = false;
        searched = 0;
        try (InputStream in = Files.newInputStream(file)) {
            int length = in.readNBytes(block, 0, BLOCK);
            boolean isCompressed = startsWith(length, 0x1F, 0x8B);
            if (!isCompressed && !startsWith(length, 'P', 'K')) {
                return in(in, length, kind);
            }
            try {
                return isCompressed ? inCompressed(file, kind) : inPlan(file);
            } catch (IOException e) {
                if (kind == FileKind.UNNAMED) {
                    // Other formats begin with the same two bytes.
                    return false;
                }
                throw e;
            }
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

    /** The binary plan format of Terraform is an archive that contains the configuration. */
    private boolean inPlan(Path file) throws IOException {
        try (ZipInputStream archive = new ZipInputStream(Files.newInputStream(file))) {
            while (!wasCut && archive.getNextEntry() != null) {
                if (in(archive, archive.readNBytes(block, 0, BLOCK), FileKind.TERRAFORM)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** @param first the number of bytes of the first block, which is read already */
    private boolean in(InputStream in, int first, FileKind kind) throws IOException {
        if (kind == FileKind.UNNAMED && isBinary(first)) {
            return false;
        }
        Set<String> seen = new HashSet<>();
        // A file without an extension can be a script or a document that only mentions types.
        boolean isData = kind != FileKind.UNNAMED;
        boolean hasResources = false;
        boolean isDeclaring = false;
        boolean hasOpenTypes = false;
        String before = "";
        int length = first;
        for (; length > 0 && searched < DeclarationFile.MOST_BYTES; searched += length) {
            String text = before + withoutZeros(new String(block, 0, length, ISO_8859_1));
            isData = isData || (before.isEmpty() && text.stripLeading().startsWith("{"));
            hasResources = hasResources || has("Resources", RESOURCES, text);
            before = text.substring(Math.max(0, text.length() - OVERLAP));
            String plain = unescaped(text);
            isDeclaring = isDeclaring || isDeclaring(plain, seen);
            hasOpenTypes = hasOpenTypes || (kind != FileKind.TERRAFORM && hasOpenTypes(plain));
            if ((isDeclaring && (isData || hasResources))
                    || (hasOpenTypes && hasResources)
                    || kind.mentionsCluster(plain)) {
                return true;
            }
            length = in.readNBytes(block, 0, BLOCK);
        }
        wasCut = wasCut || length > 0;
        return false;
    }

    /** Whether the first block has control characters that text does not have. UTF-16 begins with a byte order mark. */
    private boolean isBinary(int length) {
        if (startsWith(length, 0xFE, 0xFF) || startsWith(length, 0xFF, 0xFE)) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (block[i] >= 0 && block[i] < '\t') {
                return true;
            }
        }
        return false;
    }

    private static boolean isDeclaring(String text, Set<String> seen) {
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
                || has("Transform", MACRO, text)
                || has("Type", TYPE_OF_FUNCTION, text);
    }

    /** Searches for the word first, because that is fast and most files do not contain it. */
    private static boolean has(String word, Pattern pattern, String text) {
        return text.contains(word) && pattern.matcher(text).find();
    }

    /** UTF-16 has a zero byte in each of these characters. */
    private static String withoutZeros(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace("\0", "");
    }

    private static String unescaped(String text) {
        return text.indexOf('\\') < 0 ? text : ESCAPE.matcher(text).replaceAll(DeclarationSearch::character);
    }

    private static String character(MatchResult escape) {
        String code = escape.group(1);
        return code == null ? "" : Matcher.quoteReplacement(Character.toString(Integer.parseInt(code, 16)));
    }
}
