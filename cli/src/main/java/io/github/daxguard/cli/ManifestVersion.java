package io.github.daxguard.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** Reads the version, which is set in the POM, from the jar's manifest. */
final class ManifestVersion implements IVersionProvider {

    /** The version in reports, such as {@code 1.2.3}; {@code unknown} without a manifest. */
    static String number() {
        return implementationVersion().orElse("unknown");
    }

    private static Optional<String> implementationVersion() {
        return Optional.ofNullable(Main.class.getPackage().getImplementationVersion());
    }

    @Override
    public String[] getVersion() {
        String version = implementationVersion().orElse("(version unknown: not started from its jar)");
        return new String[] {"daxguard " + version};
    }
}
