package io.github.daxguard.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.jar.Manifest;
import picocli.CommandLine.IVersionProvider;
import software.amazon.awssdk.core.util.VersionInfo;

/** The output of {@code --version}. The build writes the version and the commit to the jar's manifest. */
final class ManifestVersion implements IVersionProvider {

    /** The version in reports, such as {@code 1.2.3}; {@code unknown} without a manifest. */
    static String number() {
        return implementationVersion().orElse("unknown");
    }

    private static Optional<String> implementationVersion() {
        return Optional.ofNullable(Main.class.getPackage().getImplementationVersion());
    }

    /** The commit; with a suffix if files were changed. Without a Git repository, the build does not know it. */
    private static String commit() {
        try (InputStream manifest = Main.class.getResourceAsStream("/META-INF/MANIFEST.MF")) {
            return Optional.ofNullable(manifest == null ? null : new Manifest(manifest))
                    .map(found -> found.getMainAttributes().getValue("Implementation-Commit"))
                    .filter(value -> !value.isBlank() && !value.startsWith("$"))
                    .orElse("unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String[] getVersion() {
        String version = implementationVersion().orElse("(version unknown: not started from its jar)");
        return new String[] {
            "daxguard " + version,
            "Commit: " + commit(),
            "Java: " + System.getProperty("java.runtime.version") + " (" + System.getProperty("java.vendor") + ")",
            "AWS SDK for Java: " + VersionInfo.SDK_VERSION
        };
    }
}
