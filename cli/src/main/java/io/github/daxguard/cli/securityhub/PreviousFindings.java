package io.github.daxguard.cli.securityhub;

import io.github.daxguard.aws.AwsCalls;
import io.github.daxguard.aws.Operation;
import io.github.daxguard.cli.report.Target.AccountRegion;
import io.github.daxguard.rule.Control;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.securityhub.SecurityHubClient;
import software.amazon.awssdk.services.securityhub.model.AwsSecurityFinding;
import software.amazon.awssdk.services.securityhub.model.AwsSecurityFindingFilters;
import software.amazon.awssdk.services.securityhub.model.GetFindingsResponse;
import software.amazon.awssdk.services.securityhub.model.RecordState;
import software.amazon.awssdk.services.securityhub.model.StringFilter;
import software.amazon.awssdk.services.securityhub.model.StringFilterComparison;

/**
 * The findings that earlier scans sent to Security Hub in one account and Region.
 *
 * @see <a href="https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_GetFindings.html">GetFindings</a>
 */
final class PreviousFindings {

    static final Operation GET_FINDINGS = SecurityHubImport.operation("GetFindings");

    private static final int FINDINGS_OF_A_PAGE = 100;

    /** Product fields that an import can set: Security Hub adds others, and refuses to import them. */
    private static final String OWN_FIELDS = AsffFindings.PRODUCT + "/";

    private final Map<String, AwsSecurityFinding> findings;

    private PreviousFindings(Map<String, AwsSecurityFinding> findings) {
        this.findings = findings;
    }

    /**
     * Reads the findings of these controls. Costs one GetFindings for each 100.
     *
     * @throws SecurityHubException if the list is incomplete
     */
    static PreviousFindings read(
            AccountRegion target, List<Control> controls, SecurityHubClient client, AwsCalls calls) {
        String product = AsffFindings.productArn(target);
        Set<String> generators =
                controls.stream().map(AsffFindings::generatorId).collect(Collectors.toSet());
        AwsSecurityFindingFilters filters = AwsSecurityFindingFilters.builder()
                .productArn(equalTo(product))
                .awsAccountId(equalTo(target.account()))
                .generatorId(generators.stream()
                        .sorted()
                        .map(PreviousFindings::equalTo)
                        .toList())
                .build();
        Map<String, AwsSecurityFinding> findings = new LinkedHashMap<>();
        calls.readPages(GET_FINDINGS, SecurityHubException::new, token -> {
            GetFindingsResponse page = calls.call(
                    GET_FINDINGS,
                    SecurityHubException::new,
                    configuration -> client.getFindings(request -> request.filters(filters)
                            .maxResults(FINDINGS_OF_A_PAGE)
                            .nextToken(token)
                            .overrideConfiguration(configuration)));
            if (!page.hasFindings()) {
                throw new SecurityHubException(
                        calls.failed(GET_FINDINGS, "the response has no list of findings"), null);
            }
            // Not only by the filters: a finding of another product must never be archived.
            page.findings().stream()
                    .filter(finding -> product.equals(finding.productArn())
                            && target.account().equals(finding.awsAccountId())
                            && generators.contains(finding.generatorId())
                            && finding.id() != null)
                    .forEach(finding -> findings.put(finding.id(), finding));
            return page.nextToken();
        });
        return new PreviousFindings(findings);
    }

    private static StringFilter equalTo(String value) {
        return StringFilter.builder()
                .value(value)
                .comparison(StringFilterComparison.EQUALS)
                .build();
    }

    /** The finding with the times at which it was first sent and first observed: an import overwrites them. */
    AwsSecurityFinding withFirstTimes(AwsSecurityFinding finding) {
        AwsSecurityFinding previous = findings.get(finding.id());
        if (previous == null || previous.createdAt() == null) {
            return finding;
        }
        String firstObserved = previous.firstObservedAt() == null ? previous.createdAt() : previous.firstObservedAt();
        return finding.toBuilder()
                .createdAt(previous.createdAt())
                .firstObservedAt(firstObserved)
                .build();
    }

    /**
     * The active findings that are not among the current ones, archived. Only a complete listing proves that their clusters
     * no longer exist. A finding of a later scan stays: its cluster can be newer than the listing.
     *
     * @param current ids of the findings of all existing clusters
     * @param at when the scan began
     */
    List<AwsSecurityFinding> archived(Set<String> current, Instant at) {
        return findings.values().stream()
                .filter(finding -> finding.recordState() != RecordState.ARCHIVED
                        && !current.contains(finding.id())
                        && isBefore(finding, at))
                .map(finding -> archived(finding, AsffFindings.time(at)))
                .toList();
    }

    private static boolean isBefore(AwsSecurityFinding finding, Instant at) {
        try {
            String seen = finding.lastObservedAt() == null ? finding.updatedAt() : finding.lastObservedAt();
            return seen != null && Instant.parse(seen).isBefore(at);
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    /** Only with members that an import can set: Security Hub adds others to each finding. */
    private static AwsSecurityFinding archived(AwsSecurityFinding finding, String at) {
        AwsSecurityFinding.Builder archived = AwsSecurityFinding.builder()
                .schemaVersion(finding.schemaVersion())
                .id(finding.id())
                .productArn(finding.productArn())
                .productName(finding.productName())
                .companyName(finding.companyName())
                .generatorId(finding.generatorId())
                .awsAccountId(finding.awsAccountId())
                .types(finding.types())
                .createdAt(Objects.requireNonNullElse(finding.createdAt(), at))
                .firstObservedAt(finding.firstObservedAt())
                .lastObservedAt(finding.lastObservedAt())
                .updatedAt(at)
                .title(finding.title())
                .description(finding.description())
                .remediation(finding.remediation())
                .productFields(finding.productFields().entrySet().stream()
                        .filter(field -> field.getKey().startsWith(OWN_FIELDS))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)))
                .resources(finding.resources())
                .compliance(finding.compliance())
                .recordState(RecordState.ARCHIVED);
        if (finding.severity() != null) {
            archived.severity(severity -> severity.label(finding.severity().label()))
                    .findingProviderFields(own -> own.types(finding.types())
                            .severity(severity ->
                                    severity.label(finding.severity().label())));
        }
        return archived.build();
    }
}
