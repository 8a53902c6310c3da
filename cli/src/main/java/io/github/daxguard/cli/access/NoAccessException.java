package io.github.daxguard.cli.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The settings are not sufficient to call AWS. The message states what is missing. No call was made. */
public final class NoAccessException extends RuntimeException {

    private final String profile;
    private final String region;

    NoAccessException(String message, @Nullable Throwable cause) {
        this("", "", message, cause);
    }

    private NoAccessException(String profile, String region, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.profile = profile;
        this.region = region;
    }

    static NoAccessException ofProfile(String profile, String message) {
        return new NoAccessException(profile, "", message, null);
    }

    static NoAccessException ofRegion(String region, String message) {
        return new NoAccessException("", region, message, null);
    }

    /** The message, which begins with the option if its value is the cause. Otherwise, the AWS settings are. */
    public String message(List<String> profiles, List<String> regions) {
        String option = profiles.contains(profile) ? "--profile: " : regions.contains(region) ? "--region: " : "";
        return option + getMessage();
    }
}
