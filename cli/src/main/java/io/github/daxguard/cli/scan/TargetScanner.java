package io.github.daxguard.cli.scan;

import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.cli.report.AuditedCluster;
import io.github.daxguard.cli.report.Judgement;
import io.github.daxguard.cli.report.Place.AccountRegion;
import io.github.daxguard.dax.DaxClusters;
import io.github.daxguard.rule.Cluster;
import io.github.daxguard.rule.Exemptions;
import io.github.daxguard.rule.Listing;
import io.github.daxguard.rule.Tags;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Scans one target: lists its clusters and evaluates the controls. */
final class TargetScanner {

    /** AWS's error codes for invalid credentials, and for valid ones where the account has not enabled the Region. */
    private static final Set<String> REFUSED = Set.of("UnrecognizedClientException", "InvalidClientTokenId");

    private final ScanChoices choices;
    private final LocalDate today;

    TargetScanner(ScanChoices choices, LocalDate today) {
        this.choices = choices;
        this.today = today;
    }

    TargetResult scan(AccountAccess access, AwsClients clients) {
        AccountRegion target = new AccountRegion(
                access.account(), access.accountName(), clients.region().id());
        DaxClusters dax = new DaxClusters(clients.dax(), access.calls(clients));
        Listing listing = dax.list();
        // Read once, whatever number of controls asks for them.
        Map<String, Tags> tags = new HashMap<>();
        Exemptions exemptions = new Exemptions(
                choices.exemptions(),
                today,
                cluster -> tags.computeIfAbsent(cluster.name(), ignored -> dax.tagsOf(cluster)));
        List<AuditedCluster> clusters = listing.clusters().stream()
                .map(cluster -> evaluate(target, cluster, exemptions))
                .toList();
        if (listing instanceof Listing.Incomplete incomplete) {
            RuntimeException failure = incomplete.failure();
            return new TargetResult(
                    target, clusters, Optional.of(text(failure)), clusters.isEmpty() && refusesCredentials(failure));
        }
        return new TargetResult(target, clusters, unreadTags(tags), false);
    }

    private AuditedCluster evaluate(AccountRegion target, Cluster cluster, Exemptions exemptions) {
        return new AuditedCluster(
                target,
                cluster,
                OptionalInt.empty(),
                choices.controls().stream()
                        .map(control -> Judgement.of(control, control.evaluate(cluster, exemptions)))
                        .toList());
    }

    private static Optional<String> unreadTags(Map<String, Tags> tags) {
        List<String> names = new ArrayList<>();
        String reason = "";
        for (Map.Entry<String, Tags> entry : tags.entrySet()) {
            if (entry.getValue() instanceof Tags.Unread unread) {
                names.add(entry.getKey());
                reason = text(unread.failure());
            }
        }
        if (names.isEmpty()) {
            return Optional.empty();
        }
        names.sort(null);
        return Optional.of("All clusters are listed, but the tags of " + String.join(", ", names)
                + " could not be read, which may exempt them. " + reason);
    }

    private static boolean refusesCredentials(RuntimeException failure) {
        return failure.getCause() instanceof AwsServiceException refusal
                && refusal.awsErrorDetails() != null
                // A proxy's answer has no code.
                && REFUSED.contains(String.valueOf(refusal.awsErrorDetails().errorCode()));
    }

    private static String text(RuntimeException failure) {
        return String.valueOf(failure.getMessage());
    }
}
