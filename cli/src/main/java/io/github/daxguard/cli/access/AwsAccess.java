package io.github.daxguard.cli.access;

import io.github.daxguard.aws.AwsClients;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The way to AWS that a command takes. */
@FunctionalInterface
public interface AwsAccess {

    /**
     * Makes the clients; the caller closes them. Asks AWS nothing.
     *
     * @param region as given on the command line; if empty, the settings tell
     * @param profile as given on the command line; if empty, the settings tell
     * @throws NoAccessException if the settings do not suffice
     */
    AwsClients open(Optional<String> region, Optional<String> profile);

    /**
     * The Region that the settings name.
     *
     * @param profile as given on the command line; if empty, the settings tell
     * @return empty if they name none
     */
    default Optional<String> region(Optional<String> profile) {
        return Optional.empty();
    }

    /** By the settings of this machine and this person, found as the SDK finds them. */
    static AwsAccess bySettings() {
        return new BySettings();
    }

    /**
     * A class and no lambda, which would load the SDK for its signature before any command is known; so would settings that
     * are read before they are needed.
     */
    final class BySettings implements AwsAccess {
        private @Nullable SdkSettings settings;

        private BySettings() {}

        @Override
        public AwsClients open(Optional<String> region, Optional<String> profile) {
            return settings().open(region, profile);
        }

        @Override
        public Optional<String> region(Optional<String> profile) {
            return settings().region(profile);
        }

        private synchronized SdkSettings settings() {
            if (settings == null) {
                settings = new SdkSettings();
            }
            return settings;
        }
    }
}
