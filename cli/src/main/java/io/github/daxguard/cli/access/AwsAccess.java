package io.github.daxguard.cli.access;

import io.github.daxguard.aws.AwsClients;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Creates the AWS clients of a command. */
@FunctionalInterface
public interface AwsAccess {

    /**
     * Creates the clients without a call; the caller closes them. The AWS settings determine empty options.
     *
     * @param interceptors that observe each request
     * @throws NoAccessException if the settings are not sufficient
     */
    AwsClients open(Optional<String> region, Optional<String> profile, List<ExecutionInterceptor> interceptors);

    /**
     * Creates the clients without interceptors.
     *
     * @throws NoAccessException if the settings are not sufficient
     */
    default AwsClients open(Optional<String> region, Optional<String> profile) {
        return open(region, profile, List.of());
    }

    /** The Region of the profile or of the AWS settings; empty if they have none. */
    default Optional<String> region(Optional<String> profile) {
        return Optional.empty();
    }

    /** The same access, with clients that write a line for each request and each retry. */
    default AwsAccess logged(PrintStream log) {
        AwsAccess access = this;
        return new AwsAccess() {
            @Override
            public AwsClients open(
                    Optional<String> region, Optional<String> profile, List<ExecutionInterceptor> interceptors) {
                return access.open(
                        region,
                        profile,
                        Stream.concat(interceptors.stream(), Stream.of(new RequestLog(log)))
                                .toList());
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
        public AwsClients open(
                Optional<String> region, Optional<String> profile, List<ExecutionInterceptor> interceptors) {
            return settings().open(region, profile, interceptors);
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
