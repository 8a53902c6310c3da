package io.github.daxguard.cli.access;

import io.github.daxguard.aws.AwsClients;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The way to AWS that a command takes. */
@FunctionalInterface
public interface AwsAccess {

    /**
     * Creates the clients without a call; the caller closes them. Empty options are taken from the AWS settings.
     *
     * @throws NoAccessException if the settings do not suffice
     */
    AwsClients open(Optional<String> region, Optional<String> profile);

    /** The Region of the profile or of the AWS settings; empty if they have none. */
    default Optional<String> region(Optional<String> profile) {
        return Optional.empty();
    }

    /** By the settings of this machine and this person, found as the SDK finds them. */
    static AwsAccess bySettings() {
        return new FromSettings();
    }

    /** Loads the settings, and with them the SDK, only when a command needs them; a lambda's signature would load it earlier. */
    final class FromSettings implements AwsAccess {
        private @Nullable SdkSettings settings;

        private FromSettings() {}

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
