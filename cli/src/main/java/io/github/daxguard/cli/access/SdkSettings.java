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
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/**
 * Environment variables, the files {@code ~/.aws/config} and {@code credentials}, IAM Identity Center, roles: whatever the
 * SDK knows.
 *
 * @see <a href="https://docs.aws.amazon.com/sdkref/latest/guide/creds-config-files.html">Shared config and credentials
 *     files</a>
 */
final class SdkSettings {

    /** Anything else would become part of a host name. */
    private static final Pattern REGION = Pattern.compile("[a-z]{2,}(-[a-z0-9]+)*-[0-9]+");

    /** More would hide what is wrong. */
    private static final int MOST_NAMES = 20;

    /** One for each profile: a process that gives credentials, a sign-in or a role is asked once for all Regions. */
    private final Map<Optional<String>, AwsCredentialsProvider> credentials = new ConcurrentHashMap<>();

    AwsClients open(Optional<String> region, Optional<String> profile) {
        profile.ifPresent(SdkSettings::requireProfile);
        String id = region.or(() -> region(profile))
                .orElseThrow(() -> new NoAccessException(
                        "No Region is set: give one with --region, or by the variable AWS_REGION or the profile.",
                        null));
        if (!REGION.matcher(id).matches()) {
            throw new NoAccessException("\"" + id + "\" is no Region: expected one such as eu-west-1.", null);
        }
        try {
            return AwsClients.of(id, credentials.computeIfAbsent(profile, SdkSettings::credentials), profile);
        } catch (IllegalArgumentException | SdkClientException e) {
            // Such as an endpoint, or a mode of retries, that the SDK cannot read.
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
            // So says the SDK where none is set.
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
                ? "They have none, or there are no such files."
                : "There are: " + String.join(", ", names.subList(0, Math.min(names.size(), MOST_NAMES)))
                        + (names.size() > MOST_NAMES ? ", ..." : "") + ".";
        throw new NoAccessException(
                "There is no profile \"" + profile + "\" in the AWS configuration files. " + found, null);
    }

    /** The profile's alone: the SDK's chain would prefer access keys in the environment to what the person has asked for. */
    private static AwsCredentialsProvider credentials(Optional<String> profile) {
        AwsCredentialsProvider provider = profile.isPresent()
                ? ProfileCredentialsProvider.create(profile.get())
                : DefaultCredentialsProvider.builder().build();
        return () -> resolve(provider);
    }

    /** Whatever the SDK throws here, a call that has no credentials was not sent: its advice is about the settings. */
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
