package io.github.daxguard.cli.securityhub;

import io.github.daxguard.aws.AwsCalls;
import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.aws.Operation;
import io.github.daxguard.cli.access.FailureCause;
import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.report.ScannedTarget;
import io.github.daxguard.cli.report.ScannedTarget.Outcome;
import io.github.daxguard.cli.report.Target.AccountRegion;
import io.github.daxguard.rule.ShortText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.securityhub.SecurityHubClient;
import software.amazon.awssdk.services.securityhub.model.AwsSecurityFinding;
import software.amazon.awssdk.services.securityhub.model.BatchImportFindingsResponse;
import software.amazon.awssdk.services.securityhub.model.ImportFindingsError;
import software.amazon.awssdk.services.securityhub.model.InvalidAccessException;

/**
 * Sends the findings of a report to Security Hub in the account and Region of each cluster, up to 100 in a call.
 *
 * <p>A finding that was sent before is updated. It keeps the times at which it was created and first observed. Findings whose
 * cluster is missing in a complete listing are archived. The report must have all clusters, without the comparison
 * with a baseline.
 *
 * @see <a href="https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchImportFindings.html">BatchImportFindings</a>
 */
public final class SecurityHubImport {

    private static final Operation BATCH_IMPORT_FINDINGS = operation("BatchImportFindings");

    private static final int FINDINGS_PER_CALL = 100;
    private static final int LONGEST_ERROR = 600;

    /** Clients for a Region, which the caller closes, and calls with the account's credentials. */
    public record Access(AwsClients clients, AwsCalls calls) {}

    /** Opens the access to accounts and Regions, once for each, on the executor's threads. */
    @FunctionalInterface
    public interface AccessProvider {
        /** Throws an exception with a message for the operator if there is no access. */
        Access open(AccountRegion target);
    }

    private final AccessProvider accessProvider;
    private final Executor executor;

    public SecurityHubImport(AccessProvider accessProvider, Executor executor) {
        this.accessProvider = accessProvider;
        this.executor = executor;
    }

    /** Sends all findings of a report of live clusters; a failed account or Region does not end the import. */
    public ImportOutcome send(Report report) {
        if (!AsffWriter.supports(report.subject())) {
            throw new IllegalArgumentException("Security Hub has no findings of templates");
        }
        List<CompletableFuture<ImportOutcome.AtTarget>> outcomes = new ArrayList<>();
        Map<AccountRegion, List<AwsSecurityFinding>> findings = AsffFindings.byTarget(report);
        for (ScannedTarget scannedTarget : report.targets()) {
            if (scannedTarget.target() instanceof AccountRegion target
                    && (findings.containsKey(target) || scannedTarget.outcome() instanceof Outcome.Complete)) {
                outcomes.add(CompletableFuture.supplyAsync(
                        () -> send(scannedTarget, target, findings.getOrDefault(target, List.of()), report), executor));
            }
        }
        return new ImportOutcome(outcomes.stream()
                .map(CompletableFuture::join)
                .filter(outcome -> outcome.findings() > 0 || !outcome.problems().isEmpty())
                .sorted(Comparator.comparing(outcome -> outcome.target().name()))
                .toList());
    }

    /** An operation of Security Hub. */
    static Operation operation(String name) {
        return Operation.of("securityhub", name)
                .failingWith(
                        "InvalidAccessException",
                        "Security Hub is not enabled in this account and Region. Enable it, and run the command again.");
    }

    private ImportOutcome.AtTarget send(
            ScannedTarget scannedTarget, AccountRegion target, List<AwsSecurityFinding> current, Report report) {
        Tally tally = new Tally(current.size());
        try {
            Access access = accessProvider.open(target);
            try (SecurityHubClient client = access.clients().newClient(SecurityHubClient.builder())) {
                PreviousFindings previous = PreviousFindings.read(target, report.controls(), client, access.calls());
                List<AwsSecurityFinding> findings = new ArrayList<>();
                current.forEach(finding -> findings.add(previous.withFirstTimes(finding)));
                if (scannedTarget.outcome() instanceof Outcome.Complete) {
                    Set<String> ids =
                            current.stream().map(AwsSecurityFinding::id).collect(Collectors.toSet());
                    findings.addAll(previous.archived(ids, report.at()));
                }
                tally.findings = findings.size();
                for (int start = 0; start < findings.size(); start += FINDINGS_PER_CALL) {
                    int end = Math.min(findings.size(), start + FINDINGS_PER_CALL);
                    send(findings.subList(start, end), client, access.calls(), tally);
                }
            }
        } catch (RuntimeException e) {
            // Without Security Hub, a Region without clusters has no finding to archive.
            if (!current.isEmpty() || !(e.getCause() instanceof InvalidAccessException)) {
                // The import continues with the next target. A further call for this one would fail for the same
                // reason.
                tally.problems.add(Objects.requireNonNullElse(e.getMessage(), e.toString()));
                tally.cause = FailureCause.of(e);
            }
        }
        return new ImportOutcome.AtTarget(
                target, tally.findings, tally.findings - current.size(), tally.imported, tally.cause, tally.problems);
    }

    private static void send(List<AwsSecurityFinding> findings, SecurityHubClient client, AwsCalls calls, Tally tally) {
        BatchImportFindingsResponse answer = calls.call(
                BATCH_IMPORT_FINDINGS,
                SecurityHubException::new,
                configuration -> client.batchImportFindings(
                        request -> request.overrideConfiguration(configuration).findings(findings)));
        List<ImportFindingsError> failed = answer.failedFindings();
        for (ImportFindingsError failure : failed) {
            tally.problems.add("Security Hub in " + calls.target() + " did not import finding "
                    + ShortText.of(String.valueOf(failure.id()), LONGEST_ERROR) + ": "
                    + ShortText.of(failure.errorCode() + " (" + failure.errorMessage() + ")", LONGEST_ERROR) + ".");
        }
        // A response without counts does not prove an import.
        boolean isConsistent = Objects.equals(answer.failedCount(), failed.size())
                && Objects.equals(answer.successCount(), findings.size() - failed.size());
        if (isConsistent) {
            tally.imported += answer.successCount();
        } else {
            tally.problems.add(calls.failed(
                    BATCH_IMPORT_FINDINGS,
                    "the response to " + findings.size() + " findings states " + answer.successCount()
                            + " imported and " + answer.failedCount() + " failed ones, and lists " + failed.size()
                            + " failed ones"));
        }
    }

    private static final class Tally {
        private final List<String> problems = new ArrayList<>();
        private int findings;
        private int imported;
        private String cause = "";

        Tally(int findings) {
            this.findings = findings;
        }
    }
}
