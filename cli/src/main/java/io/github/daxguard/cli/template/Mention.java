package io.github.daxguard.cli.template;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/** Finds templates that are not called like one, by the resource type that they mention. */
final class Mention {

    private static final String TYPE = "AWS::DAX::";
    private static final Pattern NAME = Pattern.compile(".+\\.(json|ya?ml|template)", Pattern.CASE_INSENSITIVE);
    private static final String MANIFEST = "manifest.json";
    private static final String OF_AN_ASSEMBLY = "\"artifacts\"";

    private Mention() {}

    /**
     * Whether that may be a template with clusters. What the CDK writes beside its templates is none, though it names types.
     *
     * @throws IOException if the file cannot be read
     */
    static boolean isIn(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        return NAME.matcher(name).matches()
                && text(file).contains(TYPE)
                && !(name.toLowerCase(Locale.ROOT).endsWith(".json") && isAssembly(file.resolveSibling(MANIFEST)));
    }

    private static boolean isAssembly(Path manifest) throws IOException {
        return Files.isRegularFile(manifest) && text(manifest).contains(OF_AN_ASSEMBLY);
    }

    /** As far as templates may be long; of UTF-16, every other byte is nothing. */
    private static String text(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(YamlTemplate.LONGEST), ISO_8859_1).replace("\0", "");
        }
    }
}
