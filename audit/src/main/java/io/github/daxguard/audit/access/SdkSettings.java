package io.github.daxguard.audit.access;

import io.github.daxguard.aws.AwsClients;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
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

    private SdkSettings() {}

    static AwsClients open(Optional<String> region, Optional<String> profile) {
        profile.ifPresent(SdkSettings::use);
        String id = region.orElseGet(SdkSettings::region);
        if (!REGION.matcher(id).matches()) {
            throw new NoAccessException("\"" + id + "\" is no Region: expected one such as eu-west-1.", null);
        }
        AwsCredentialsProvider credentials = profile.map(SdkSettings::credentials)
                .orElseGet(() -> DefaultCredentialsProvider.builder().build());
        try {
            return AwsClients.forPerson(id, credentials);
        } catch (IllegalArgumentException | SdkClientException e) {
            // Such as an endpoint, or a mode of retries, that the SDK cannot read.
            throw new NoAccessException("The AWS settings cannot be used: " + e.getMessage(), e);
        }
    }

    /** Makes it the profile of all that the SDK does in this process: Region, endpoints, FIPS. */
    private static void use(String profile) {
        ProfileFile files;
        try {
            files = ProfileFile.defaultProfileFile();
        } catch (IllegalArgumentException e) {
            throw new NoAccessException("The AWS configuration files cannot be read: " + e.getMessage(), e);
        }
        if (files.profile(profile).isEmpty()) {
            throw new NoAccessException(
                    "There is no profile \"" + profile + "\" in the AWS configuration files. "
                            + (files.profiles().isEmpty()
                                    ? "They have none, or there are no such files."
                                    : "There are: "
                                            + String.join(
                                                    ", ",
                                                    new TreeSet<>(
                                                            files.profiles().keySet()))
                                            + "."),
                    null);
        }
        System.setProperty(ProfileFileSystemSetting.AWS_PROFILE.property(), profile);
    }

    /** The profile's alone: the SDK's chain would prefer access keys in the environment to what the person has asked for. */
    private static AwsCredentialsProvider credentials(String profile) {
        return ProfileCredentialsProvider.create(profile);
    }

    private static String region() {
        try {
            return DefaultAwsRegionProviderChain.builder().build().getRegion().id();
        } catch (SdkClientException e) {
            throw new NoAccessException(
                    "No Region is set: give one with --region, or by the variable AWS_REGION or the profile.", e);
        }
    }
}
