package io.github.daxguard.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** Reads the version from the jar's manifest, so that it stands in the POM alone. */
final class ManifestVersion implements IVersionProvider {

    /** As it goes into reports: {@code 1.2.3}. */
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
