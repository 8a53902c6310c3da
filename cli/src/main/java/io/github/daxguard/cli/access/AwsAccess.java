package io.github.daxguard.cli.access;

import io.github.daxguard.aws.AwsClients;
import java.io.PrintStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Creates the AWS clients of a command. */
@FunctionalInterface
public interface AwsAccess {

    /**
     * Creates the clients without a call; the caller closes them. The AWS settings determine empty options.
     *
     * @throws NoAccessException if the settings are not sufficient
     */
    AwsClients open(Optional<String> region, Optional<String> profile);

    /** The Region of the profile or of the AWS settings; empty if they have none. */
    default Optional<String> region(Optional<String> profile) {
        return Optional.empty();
    }

    /** The same access, with clients that write a line for each request and each retry. */
    default AwsAccess logged(PrintStream log) {
        AwsAccess access = this;
        return new AwsAccess() {
            @Override
            public AwsClients open(Optional<String> region, Optional<String> profile) {
                return access.open(region, profile).with(new RequestLog(log));
            }

            @Override
            public Optional<String> region(Optional<String> profile) {
                return access.region(profile);
            }
        };
    }

    /** Access with the settings that the SDK finds for this machine and user. */
    static AwsAccess bySettings() {
        return new FromSettings();
    }

    /** Loads the settings and the SDK only when a command needs them. The signature of a lambda would load the SDK earlier. */
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
