package io.github.daxguard.emulator;

import java.util.regex.Pattern;

/** An account of 12 digits and a Region. */
record Location(String account, String region) {
    private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
    private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]+)+-\\d");

    Location {
        requireAccount(account);
        if (!isRegion(region)) {
            throw new IllegalArgumentException(
                    "Invalid Region \"" + region + "\". Expected: a Region such as eu-west-1.");
        }
    }

    static String requireAccount(String account) {
        if (!ACCOUNT.matcher(account).matches()) {
            throw new IllegalArgumentException("Account \"" + account + "\" is not 12 digits");
        }
        return account;
    }

    static boolean isRegion(String region) {
        return REGION.matcher(region).matches();
    }

    String partition() {
        if (region.startsWith("cn-")) {
            return "aws-cn";
        }
        if (region.startsWith("us-iso-")) {
            return "aws-iso";
        }
        return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
    }

    String arn(String service, String resource) {
        return "arn:" + partition() + ":" + service + ":" + region + ":" + account + ":" + resource;
    }

    String globalArn(String service, String resource) {
        return "arn:" + partition() + ":" + service + "::" + account + ":" + resource;
    }
}
