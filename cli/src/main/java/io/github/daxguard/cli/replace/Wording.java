package io.github.daxguard.cli.replace;

import io.github.daxguard.rule.Rejection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Puts what the steps say, to whoever sends them requests, into the words of the command line. */
final class Wording {

    private static final Map<String, String> WORDS = new LinkedHashMap<>();

    static {
        WORDS.put("another name as twin", "another name with --twin");
        WORDS.put("the new one as nodeQuota", "the new one with --node-quota");
        WORDS.put("give another nodeType", "give another --node-type");
        WORDS.put("acceptDifferences=", "--accept-differences ");
        WORDS.put("endpointEncryption=TLS", "--endpoint-encryption TLS");
        WORDS.put("Only the deployment setting requireMetrics=false deletes", "Only --without-metrics deletes");
        WORDS.put("run the step create again", "run this command again");
        WORDS.put("run the step create", "run this command again");
        WORDS.put("Repeat the step", "Run this command again");
        WORDS.put("repeat the step", "run this command again");
    }

    private Wording() {}

    /** The rejection of a member of a step's request, as that of the option which sets the member. */
    static String of(Rejection rejection) {
        String option = switch (rejection.name()) {
            case "cluster" -> "CLUSTER";
            case "twin" -> "--twin";
            case "nodeType" -> "--node-type";
            case "nodeQuota" -> "--node-quota";
            case "quietMinutes" -> "--quiet-minutes";
            case "acceptDifferences" -> "--accept-differences";
            default -> rejection.name();
        };
        return rejection.as("", option).message();
    }

    static String ofTheCommandLine(String text) {
        String words = text;
        for (Map.Entry<String, String> word : WORDS.entrySet()) {
            words = words.replace(word.getKey(), word.getValue());
        }
        return words;
    }
}
