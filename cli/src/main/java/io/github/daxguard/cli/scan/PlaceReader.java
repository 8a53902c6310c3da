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

/** Looks at one account in one Region: what clusters there are, and what the controls say of them. */
final class PlaceReader {

    /** What AWS says of valid credentials in a Region that their account has not enabled; of invalid ones too. */
    private static final Set<String> REFUSED = Set.of("UnrecognizedClientException", "InvalidClientTokenId");

    private final ScanChoices choices;
    private final LocalDate today;

    PlaceReader(ScanChoices choices, LocalDate today) {
        this.choices = choices;
        this.today = today;
    }

    PlaceRead read(Entrance entrance, AwsClients clients) {
        AccountRegion place = new AccountRegion(
                entrance.account(), entrance.accountName(), clients.region().id());
        DaxClusters dax = new DaxClusters(clients.dax(), entrance.calls(clients));
        Listing listing = dax.list();
        // Read once, whatever number of controls asks for them.
        Map<String, Tags> tags = new HashMap<>();
        Exemptions exemptions = new Exemptions(
                choices.exemptions(),
                today,
                cluster -> tags.computeIfAbsent(cluster.name(), ignored -> dax.tagsOf(cluster)));
        List<AuditedCluster> clusters = listing.clusters().stream()
                .map(cluster -> judge(place, cluster, exemptions))
                .toList();
        if (listing instanceof Listing.Incomplete incomplete) {
            return new PlaceRead(
                    place, clusters, Optional.of(text(incomplete.failure())), credentials(incomplete.failure()));
        }
        return new PlaceRead(place, clusters, unreadTags(tags), PlaceRead.Credentials.ACCEPTED);
    }

    private AuditedCluster judge(AccountRegion place, Cluster cluster, Exemptions exemptions) {
        return new AuditedCluster(
                place,
                cluster.name(),
                cluster.arn(),
                OptionalInt.empty(),
                cluster.status(),
                cluster.encryptionAtRest(),
                cluster.endpointEncryption(),
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

    private static PlaceRead.Credentials credentials(RuntimeException failure) {
        return failure.getCause() instanceof AwsServiceException refusal
                        && refusal.awsErrorDetails() != null
                        // A proxy answers without a code.
                        && REFUSED.contains(
                                String.valueOf(refusal.awsErrorDetails().errorCode()))
                ? PlaceRead.Credentials.REFUSED
                : PlaceRead.Credentials.NOT_KNOWN;
    }

    private static String text(RuntimeException failure) {
        return String.valueOf(failure.getMessage());
    }
}
