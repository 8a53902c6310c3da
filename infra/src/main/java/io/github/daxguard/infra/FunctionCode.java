package io.github.daxguard.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.s3.assets.AssetOptions;

/**
 * The packaged function. The hash covers the sources, the build files and the libraries, and not the class files. The same commit
 * therefore has the same hash with every JDK.
 */
record FunctionCode(Path zip, String hash) {

    private static final String ZIP = "lambda/target/daxguard-lambda.zip";

    private static final List<String> SOURCES = List.of(
            "pom.xml",
            "core/pom.xml",
            "core/src/main",
            "lambda/pom.xml",
            "lambda/src/main",
            "lambda/src/assembly",
            "lambda/src/shadow",
            "LICENSE");

    /** The function that the build has packaged, below the root of the repository. */
    static FunctionCode packaged(Path root) {
        Path zip = root.resolve(ZIP);
        if (!Files.isRegularFile(zip)) {
            throw new MissingPackageException(ZIP + " does not exist. Build it: ./mvnw package");
        }
        try {
            return new FunctionCode(zip, hash(root, zip));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Code asAsset() {
        return Code.fromAsset(
                zip.toString(), AssetOptions.builder().assetHash(hash).build());
    }

    private static String hash(Path root, Path zip) throws IOException {
        MessageDigest digest = sha256();
        for (Map.Entry<String, Path> source : sources(root).entrySet()) {
            update(digest, source.getKey(), Files.readAllBytes(source.getValue()));
        }
        for (Map.Entry<String, Long> library : libraries(zip).entrySet()) {
            update(
                    digest,
                    library.getKey(),
                    ByteBuffer.allocate(Long.BYTES).putLong(library.getValue()).array());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Files by their path below the root, in alphabetical order. */
    private static Map<String, Path> sources(Path root) throws IOException {
        Map<String, Path> sources = new TreeMap<>();
        for (String path : SOURCES) {
            try (Stream<Path> files = Files.walk(root.resolve(path))) {
                files.filter(Files::isRegularFile)
                        .forEach(file ->
                                sources.put(root.relativize(file).toString().replace('\\', '/'), file));
            }
        }
        return sources;
    }

    /** Checksums of the libraries by their names, in alphabetical order. */
    private static Map<String, Long> libraries(Path zip) throws IOException {
        Map<String, Long> libraries = new TreeMap<>();
        try (ZipFile file = new ZipFile(zip.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = file.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                if (entry.getName().startsWith("lib/")) {
                    libraries.put(entry.getName(), entry.getCrc());
                }
            }
        }
        return libraries;
    }

    /** The lengths distinguish "ab" + "c" from "a" + "bc". */
    private static void update(MessageDigest digest, String name, byte[] content) {
        byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(2 * Integer.BYTES)
                .putInt(nameBytes.length)
                .putInt(content.length)
                .array());
        digest.update(nameBytes);
        digest.update(content);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** The zip of the function does not exist. */
    static final class MissingPackageException extends RuntimeException {

        private MissingPackageException(String message) {
            super(message);
        }
    }
}
