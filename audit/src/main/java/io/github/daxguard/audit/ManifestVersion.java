package io.github.daxguard.audit;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** Reads the version from the jar's manifest, so that it stands in the POM alone. */
final class ManifestVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                .orElse("(version unknown: not started from its jar)");
        return new String[] {"daxguard " + version};
    }
}
