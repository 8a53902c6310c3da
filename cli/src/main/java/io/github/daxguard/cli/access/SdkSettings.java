package io.github.daxguard.cli.access;

import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.aws.FailureText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/**
 * The AWS settings that the SDK supports: environment variables, the files {@code ~/.aws/config} and {@code credentials}, IAM
 * Identity Center, and roles.
 *
 * @see <a href="https://docs.aws.amazon.com/sdkref/latest/guide/creds-config-files.html">Shared config and credentials
 *     files</a>
 */
final class SdkSettings {

    /** Any other text would become part of a host name. */
    private static final Pattern REGION = Pattern.compile("[a-z]{2,}(-[a-z0-9]+)*-[0-9]+");

    /** The number of profile names in a message. */
    private static final int MAX_NAMES = 20;

    /** One provider for each profile, so that a credential process, a sign-in or a role is used once for all Regions. */
    private final Map<Optional<String>, AwsCredentialsProvider> credentials = new ConcurrentHashMap<>();

    AwsClients open(Optional<String> region, Optional<String> profile, List<ExecutionInterceptor> interceptors) {
        profile.ifPresent(SdkSettings::requireProfile);
        String id = region.or(() -> region(profile))
                .orElseThrow(() -> new NoAccessException(
                        "No Region is set. Specify --region, the variable AWS_REGION, or a Region in the profile.",
                        null));
        if (!REGION.matcher(id).matches()) {
            throw NoAccessException.ofRegion(
                    id, "invalid Region \"" + id + "\". Expected: a Region such as eu-west-1.");
        }
        try {
            return AwsClients.of(
                    id, credentials.computeIfAbsent(profile, SdkSettings::credentials), profile, interceptors);
        } catch (IllegalArgumentException | SdkClientException e) {
            // Such as an invalid endpoint or retry mode.
            throw new NoAccessException("The AWS settings cannot be used: " + e.getMessage(), e);
        }
    }

    Optional<String> region(Optional<String> profile) {
        profile.ifPresent(SdkSettings::requireProfile);
        DefaultAwsRegionProviderChain.Builder chain = DefaultAwsRegionProviderChain.builder();
        profile.ifPresent(chain::profileName);
        try {
            return Optional.of(chain.build().getRegion().id());
        } catch (SdkClientException e) {
            // The SDK throws this if no Region is set.
            return Optional.empty();
        }
    }

    private static void requireProfile(String profile) {
        ProfileFile files;
        try {
            files = ProfileFile.defaultProfileFile();
        } catch (IllegalArgumentException e) {
            throw new NoAccessException("The AWS configuration files cannot be read: " + e.getMessage(), e);
        }
        if (files.profile(profile).isPresent()) {
            return;
        }
        List<String> names = files.profiles().keySet().stream().sorted().toList();
        String found = names.isEmpty()
                ? "The files have no profiles, or do not exist."
                : "Profiles: " + String.join(", ", names.subList(0, Math.min(names.size(), MAX_NAMES)))
                        + (names.size() > MAX_NAMES ? ", ..." : "") + ".";
        throw NoAccessException.ofProfile(
                profile, "the profile \"" + profile + "\" does not exist in the AWS configuration files. " + found);
    }

    /** With a profile, only its credentials: the SDK's default chain would prefer access keys in environment variables. */
    private static AwsCredentialsProvider credentials(Optional<String> profile) {
        AwsCredentialsProvider provider = profile.isPresent()
                ? ProfileCredentialsProvider.create(profile.get())
                : DefaultCredentialsProvider.builder().build();
        return () -> resolve(provider);
    }

    /** Without credentials no call is sent, so the message gives advice about the settings, whatever exception the SDK throws. */
    private static AwsCredentials resolve(AwsCredentialsProvider provider) {
        try {
            return provider.resolveCredentials();
        } catch (AbortedException e) {
            throw e;
        } catch (RuntimeException e) {
            throw SdkClientException.create(FailureText.UNUSABLE_CREDENTIALS + e.getMessage(), e);
        }
    }
}
