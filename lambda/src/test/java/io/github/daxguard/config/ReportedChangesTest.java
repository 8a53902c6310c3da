package io.github.daxguard.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.daxguard.aws.AwsCalls;
import io.github.daxguard.aws.Caller;
import io.github.daxguard.aws.TimeBudget;
import io.github.daxguard.contract.ResourceType;
import io.github.daxguard.results.PreviousResult;
import io.github.daxguard.results.Resource;
import io.github.daxguard.results.ResultToken;
import io.github.daxguard.rule.AccountSummary;
import io.github.daxguard.rule.Cluster;
import io.github.daxguard.rule.ClusterSource;
import io.github.daxguard.rule.Compliance;
import io.github.daxguard.rule.Exemptions;
import io.github.daxguard.rule.Listing;
import io.github.daxguard.rule.RuleParameters;
import io.github.daxguard.rule.Tags;
import io.github.daxguard.rule.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.ComplianceType;
import software.amazon.awssdk.services.config.model.Evaluation;
import software.amazon.awssdk.services.config.model.EvaluationResult;
import software.amazon.awssdk.services.config.model.GetComplianceDetailsByConfigRuleRequest;
import software.amazon.awssdk.services.config.model.GetComplianceDetailsByConfigRuleResponse;
import software.amazon.awssdk.services.config.model.InvalidParameterValueException;
import software.amazon.awssdk.services.config.model.PutEvaluationsRequest;
import software.amazon.awssdk.services.config.model.PutEvaluationsResponse;

/**
 * Random sequences of runs: clusters are created, deleted, replaced and tagged, exemptions expire, clocks differ, runs fail and
 * overlap. After each successful run, AWS Config must hold what a complete report would have, and the run must have sent only
 * what was necessary.
 */
class ReportedChangesTest {

    private static final String ACCOUNT = "111122223333";
    private static final String REGION = "eu-west-1";
    private static final String TAG = "exempt-until";
    private static final int STEPS = 12;

    @Test
    void runs_300RandomSequences_holdACompleteReportWithTheFewestEvaluations() {
        runSequences(300);
    }

    @Test
    @Tag("full")
    void runs_10000RandomSequences_holdACompleteReportWithTheFewestEvaluations() {
        runSequences(10_000);
    }

    /** AWS Config refuses and accepts the type of clusters at random. */
    @Test
    void runs_300RandomSequencesWithARefusedType_holdTheClustersOrTheAccount() {
        int fallbacks = 0;
        for (int seed = 0; seed < 300; seed++) {
            fallbacks += new Sequence(seed).runWithARefusedType();
        }
        assertThat(fallbacks).isGreaterThan(300);
    }

    private static void runSequences(int sequences) {
        int unchanged = 0;
        for (int seed = 0; seed < sequences; seed++) {
            unchanged += new Sequence(seed).run();
        }
        // Otherwise, the sequences would not contain what they test.
        assertThat(unchanged).isGreaterThan(sequences * STEPS / 2);
    }

    /** A result in AWS Config, which keeps that of the latest event. */
    private record Held(PreviousResult result, Instant orderingTimestamp) {
        boolean isVisible() {
            return !result.compliance().equals(Compliance.NOT_APPLICABLE.name());
        }
    }

    /** AWS Config, with two results a page. */
    private static final class LocalConfig implements ConfigClient {
        private final Map<Resource, Held> results =
                new TreeMap<>(Comparator.comparing(Resource::type).thenComparing(Resource::id));
        private final Set<Resource> received = new HashSet<>();
        private Instant now = Instant.parse("2027-01-01T00:00:00Z");
        private boolean failsToRead;
        private boolean failsToWrite;
        private boolean refusesClusters;
        private Runnable beforeWrite = () -> {};

        @Override
        public PutEvaluationsResponse putEvaluations(PutEvaluationsRequest request) {
            Runnable other = beforeWrite;
            beforeWrite = () -> {};
            other.run();
            // Two runs call it at the same time.
            return write(request);
        }

        private synchronized PutEvaluationsResponse write(PutEvaluationsRequest request) {
            if (failsToWrite) {
                throw SdkClientException.create("refused");
            }
            for (Evaluation evaluation : request.evaluations()) {
                String type = evaluation.complianceResourceType();
                if (type.equals(ResourceType.DAX_CLUSTER) ? refusesClusters : !type.equals(ResourceType.ACCOUNT)) {
                    throw InvalidParameterValueException.builder()
                            .awsErrorDetails(AwsErrorDetails.builder()
                                    .errorCode("InvalidParameterValueException")
                                    .errorMessage("The type is invalid.")
                                    .build())
                            .build();
                }
            }
            if (request.testMode()) {
                return PutEvaluationsResponse.builder().build();
            }
            for (Evaluation evaluation : request.evaluations()) {
                Resource resource =
                        new Resource(evaluation.complianceResourceType(), evaluation.complianceResourceId());
                received.add(resource);
                @Nullable Held held = results.get(resource);
                if (held == null || !evaluation.orderingTimestamp().isBefore(held.orderingTimestamp())) {
                    PreviousResult result =
                            new PreviousResult(evaluation.complianceTypeAsString(), evaluation.annotation(), now);
                    results.put(resource, new Held(result, evaluation.orderingTimestamp()));
                }
            }
            return PutEvaluationsResponse.builder().build();
        }

        @Override
        public synchronized GetComplianceDetailsByConfigRuleResponse getComplianceDetailsByConfigRule(
                GetComplianceDetailsByConfigRuleRequest request) {
            if (failsToRead) {
                throw SdkClientException.create("refused");
            }
            assertThat(request.complianceTypes())
                    .containsExactlyInAnyOrder(ComplianceType.COMPLIANT, ComplianceType.NON_COMPLIANT);
            List<EvaluationResult> visible = results.entrySet().stream()
                    .filter(entry -> entry.getValue().isVisible())
                    .map(entry -> EvaluationResult.builder()
                            .evaluationResultIdentifier(id -> id.evaluationResultQualifier(qualifier -> qualifier
                                    .resourceType(entry.getKey().type())
                                    .resourceId(entry.getKey().id())))
                            .complianceType(entry.getValue().result().compliance())
                            .annotation(entry.getValue().result().annotation())
                            .resultRecordedTime(entry.getValue().result().recordedAt())
                            .build())
                    .toList();
            int start = request.nextToken() == null ? 0 : Integer.parseInt(request.nextToken());
            int end = Math.min(start + 2, visible.size());
            return GetComplianceDetailsByConfigRuleResponse.builder()
                    .evaluationResults(visible.subList(start, end))
                    .nextToken(end < visible.size() ? String.valueOf(end) : null)
                    .build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    private static final class Sequence {
        private final Random random;
        private final int seed;
        private final LocalConfig config = new LocalConfig();
        private final Map<String, Cluster> clusters = new TreeMap<>();
        private final Map<String, String> tags = new HashMap<>();
        private final RuleParameters parameters;
        private final Duration refresh;
        private final Optional<Duration> frequency;

        Sequence(int seed) {
            this.seed = seed;
            this.random = new Random(seed);
            int hours = List.of(1, 6, 24, 48, 720).get(random.nextInt(5));
            refresh = Duration.ofHours(hours);
            frequency = random.nextBoolean()
                    ? Optional.of(Duration.ofHours(List.of(1, 6, 24).get(random.nextInt(3))))
                    : Optional.empty();
            parameters = RuleParameters.parse(Map.of(
                    "exemptionTag", TAG, "exemptClusters", "c1@2027-01-05,c2", "refreshHours", String.valueOf(hours)));
        }

        /** Returns the number of evaluations that were not sent. */
        int run() {
            int unchanged = 0;
            for (int step = 0; step < STEPS; step++) {
                for (int change = random.nextInt(3); change > 0; change--) {
                    change();
                }
                // More than the age of an event: AWS Config ignores the results of an event that is older than the last
                // one.
                config.now = config.now.plus(Duration.ofMinutes(2 + random.nextInt(30 * 60)));
                switch (random.nextInt(10)) {
                    case 0 -> failedRun();
                    case 1 -> overlappingRuns();
                    case 2 -> runWhileListing("seed " + seed + ", step " + step);
                    default -> unchanged += successfulRun("seed " + seed + ", step " + step);
                }
            }
            return unchanged;
        }

        /** Returns the number of runs that reported the account. */
        int runWithARefusedType() {
            int fallbacks = 0;
            for (int step = 0; step < STEPS; step++) {
                String description = "seed " + seed + ", step " + step;
                for (int change = random.nextInt(3); change > 0; change--) {
                    change();
                }
                config.now = config.now.plus(Duration.ofMinutes(2 + random.nextInt(30 * 60)));
                config.refusesClusters = random.nextInt(4) == 0 ? !config.refusesClusters : config.refusesClusters;
                boolean isComplete = random.nextInt(5) > 0;
                Map<Resource, String> before = held();

                RunResult result = runRule(source(isComplete), config.now, config.now);

                fallbacks += result.fallback().isPresent() ? 1 : 0;
                assertThat(result.failure().isPresent()).as(description).isEqualTo(!isComplete);
                if (isComplete) {
                    assertThat(held()).as(description).isEqualTo(expected(result, before));
                } else {
                    assertNothingIsRemoved(description, before);
                }
            }
            return fallbacks;
        }

        /** The results of clusters, or that of the account beside results of clusters that could not be updated. */
        private Map<Resource, String> expected(RunResult result, Map<Resource, String> before) {
            Map<Resource, Verdict> report = completeReport(config.now);
            Map<Resource, String> expected = new HashMap<>();
            Resource account = Resource.account(ACCOUNT);
            if (result.fallback().isEmpty()) {
                report.forEach((resource, verdict) -> put(expected, resource, verdict));
                return expected;
            }
            expected.putAll(before);
            expected.remove(account);
            Map<String, Verdict> verdicts = new HashMap<>();
            report.forEach((resource, verdict) -> verdicts.put(resource.id(), verdict));
            put(expected, account, AccountSummary.verdict(parameters.control(), verdicts, true));
            return expected;
        }

        /** A finding can change only to another finding, and an account is never COMPLIANT because of such a run. */
        private void assertNothingIsRemoved(String description, Map<Resource, String> before) {
            Map<Resource, String> after = held();
            Resource account = Resource.account(ACCOUNT);
            if (before.getOrDefault(account, "").startsWith("NON_COMPLIANT")) {
                assertThat(after.get(account)).as(description).startsWith("NON_COMPLIANT");
            } else if (after.getOrDefault(account, "").startsWith("COMPLIANT")) {
                // Nothing was refused, so that the account was not reported.
                assertThat(after.get(account)).as(description).isEqualTo(before.get(account));
            }
            before.keySet().stream()
                    .filter(resource -> resource.isCluster() && !clusters.containsKey(resource.id()))
                    .forEach(resource -> assertThat(after).as(description).containsKey(resource));
        }

        private static void put(Map<Resource, String> results, Resource resource, Verdict verdict) {
            if (verdict.compliance() != Compliance.NOT_APPLICABLE) {
                results.put(resource, verdict.compliance().name() + verdict.annotation());
            }
        }

        /** The visible results in AWS Config. */
        private Map<Resource, String> held() {
            Map<Resource, String> held = new HashMap<>();
            config.results.forEach((resource, value) -> {
                if (value.isVisible()) {
                    held.put(
                            resource,
                            value.result().compliance() + value.result().annotation());
                }
            });
            return held;
        }

        private void change() {
            String name = "c" + random.nextInt(6);
            switch (random.nextInt(4)) {
                case 0 -> clusters.remove(name);
                case 1 -> tags.put(name, "2027-01-0" + (1 + random.nextInt(9)));
                case 2 -> tags.remove(name);
                default ->
                    clusters.put(
                            name,
                            new Cluster(
                                    name,
                                    "arn:aws:dax:" + REGION + ":" + ACCOUNT + ":cache/" + name,
                                    random.nextInt(6) == 0 ? "deleting" : "available",
                                    random.nextBoolean() ? "ENABLED" : "DISABLED",
                                    "NONE"));
            }
        }

        private int successfulRun(String description) {
            // AWS Config's clock and that of the function can differ.
            Duration skew = random.nextInt(4) == 0 ? Duration.ofMinutes(random.nextInt(240) - 120L) : Duration.ZERO;
            Instant now = config.now.plus(skew);
            Instant event = config.now.minusSeconds(random.nextInt(60));
            Map<Resource, Verdict> report = completeReport(event);
            Set<Resource> necessary = necessary(report, now, event);
            config.received.clear();

            RunResult result = runRule(source(true), event, now);

            assertThat(result.failure()).as(description).isEmpty();
            assertThat(config.received).as(description).isEqualTo(necessary);
            report.values().removeIf(verdict -> verdict.compliance() == Compliance.NOT_APPLICABLE);
            Map<Resource, String> complete = new HashMap<>();
            report.forEach((resource, verdict) ->
                    complete.put(resource, verdict.compliance().name() + verdict.annotation()));
            assertThat(held()).as(description).isEqualTo(complete);
            return result.unchanged();
        }

        /** A listing, a read or a write fails. An incomplete listing must not remove a result. */
        private void failedRun() {
            config.received.clear();
            boolean isComplete = random.nextBoolean();
            config.failsToRead = isComplete && random.nextBoolean();
            config.failsToWrite = isComplete && !config.failsToRead;
            Set<Resource> visible = visible();

            RunResult result = runRule(source(isComplete), config.now, config.now);

            config.failsToRead = false;
            config.failsToWrite = false;
            assertThat(result.failure().isPresent()
                            || result.unchanged() == result.evaluations().size())
                    .isTrue();
            if (!isComplete) {
                clusters.keySet().forEach(name -> visible.remove(Resource.cluster(name)));
                assertThat(visible()).containsAll(visible);
            }
        }

        /** A run of a later event is complete before this one writes its results. */
        private void overlappingRuns() {
            Instant event = config.now.minusSeconds(30);
            config.beforeWrite = () -> {
                change();
                runRule(source(true), config.now, config.now);
            };
            runRule(source(true), event, config.now);
            config.beforeWrite = () -> {};
        }

        /** A run of a later event is complete before this one reads its second page, which shows the changes since. */
        private void runWhileListing(String description) {
            Semaphore evaluated = new Semaphore(0);
            ClusterSource source = source(reader -> {
                List<Cluster> listed = List.copyOf(clusters.values());
                List<Cluster> first = listed.subList(0, listed.size() / 2);
                reader.read(first, false);
                // Otherwise, the first page could be evaluated during the other run.
                evaluated.acquireUninterruptibly(first.size());
                change();
                change();
                runRule(source(true), config.now, config.now);
                reader.read(
                        clusters.values().stream()
                                .filter(cluster -> !first.contains(cluster))
                                .toList(),
                        true);
                return new Listing.Complete();
            });

            RunResult result =
                    runRule(source, config.now.minusSeconds(30), config.now, evaluation -> evaluated.release());

            assertThat(result.failure()).as(description).isEmpty();
        }

        private RunResult runRule(ClusterSource source, Instant event, Instant now) {
            return runRule(source, event, now, evaluation -> {});
        }

        private RunResult runRule(
                ClusterSource source,
                Instant event,
                Instant now,
                Consumer<io.github.daxguard.results.Evaluation> evaluated) {
            return new RuleRun(
                            source,
                            config,
                            AwsCalls.of(ACCOUNT, REGION, Caller.EVENT_FUNCTION, new TimeBudget(() -> 60_000)),
                            pause -> {},
                            new RuleEvent(
                                    ACCOUNT,
                                    REGION,
                                    "rule",
                                    "",
                                    new ResultToken("token"),
                                    Map.of(),
                                    new Notification.Scheduled(event)),
                            parameters,
                            now,
                            frequency,
                            evaluated)
                    .run();
        }

        private Set<Resource> visible() {
            Set<Resource> visible = new HashSet<>();
            config.results.forEach((resource, held) -> {
                if (held.isVisible()) {
                    visible.add(resource);
                }
            });
            return visible;
        }

        private Map<Resource, Verdict> completeReport(Instant event) {
            Exemptions exemptions = new Exemptions(
                    parameters, LocalDate.ofInstant(event, ZoneOffset.UTC), cluster -> tags(cluster.name()));
            Map<Resource, Verdict> report = new HashMap<>();
            clusters.values()
                    .forEach(cluster -> report.put(
                            Resource.cluster(cluster.name()),
                            parameters.control().evaluate(cluster, exemptions)));
            return report;
        }

        /** The resources whose results are new, changed, stale or due. */
        private Set<Resource> necessary(Map<Resource, Verdict> report, Instant now, Instant event) {
            Set<Resource> necessary = new HashSet<>();
            boolean isResultLeft = false;
            for (Map.Entry<Resource, Verdict> entry : report.entrySet()) {
                Verdict verdict = entry.getValue();
                boolean isVisible = verdict.compliance() != Compliance.NOT_APPLICABLE;
                isResultLeft |= isVisible;
                @Nullable Held held = config.results.get(entry.getKey());
                if (held == null || !held.isVisible()) {
                    if (isVisible) {
                        necessary.add(entry.getKey());
                    }
                    continue;
                }
                Duration age = Duration.between(held.result().recordedAt(), now);
                if (!held.result().compliance().equals(verdict.compliance().name())
                        || !held.result().annotation().equals(verdict.annotation())
                        || age.isNegative()
                        || age.compareTo(refresh.minusHours(1)) >= 0) {
                    necessary.add(entry.getKey());
                }
            }
            Set<Resource> stale = visible();
            stale.removeAll(report.keySet());
            necessary.addAll(stale);
            boolean isAccountDue = frequency.isEmpty()
                    || event.getEpochSecond() % refresh.toSeconds()
                            < frequency.get().plusMinutes(10).toSeconds();
            if (!isResultLeft && isAccountDue) {
                necessary.add(Resource.account(ACCOUNT));
            }
            return necessary;
        }

        private Tags tags(String name) {
            return new Tags.Known(tags.containsKey(name) ? Map.of(TAG, tags.get(name)) : Map.of());
        }

        /** The clusters of this moment in the listing, and the current ones in lookups. */
        private ClusterSource source(boolean isComplete) {
            List<Cluster> listed = new ArrayList<>(clusters.values());
            int pageSize = 1 + random.nextInt(6);
            return source(reader -> {
                int end = isComplete ? listed.size() : listed.size() / 2;
                int start = 0;
                while (end - start > pageSize) {
                    reader.read(listed.subList(start, start + pageSize), false);
                    start += pageSize;
                }
                if (isComplete || start < end) {
                    reader.read(listed.subList(start, end), isComplete);
                }
                return isComplete
                        ? new Listing.Complete()
                        : new Listing.Incomplete(new IllegalStateException("incomplete"));
            });
        }

        private ClusterSource source(Function<Listing.PageReader, Listing> list) {
            return new ClusterSource() {
                @Override
                public Listing list(Listing.PageReader reader) {
                    return list.apply(reader);
                }

                @Override
                public Optional<Cluster> find(String name) {
                    return Optional.ofNullable(clusters.get(name));
                }

                @Override
                public Tags tagsOf(Cluster cluster) {
                    return tags(cluster.name());
                }
            };
        }
    }
}
