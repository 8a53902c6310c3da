package io.github.daxguard.cli.securityhub;

import static io.github.daxguard.rule.Compliance.NOT_APPLICABLE;

import io.github.daxguard.cli.report.ControlEvaluation;
import io.github.daxguard.cli.report.ControlReference;
import io.github.daxguard.cli.report.ControlReference.Requirement;
import io.github.daxguard.cli.report.Creator;
import io.github.daxguard.cli.report.EvaluatedCluster;
import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.report.Target.AccountRegion;
import io.github.daxguard.rule.Control;
import io.github.daxguard.rule.ShortText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.securityhub.model.AwsSecurityFinding;
import software.amazon.awssdk.services.securityhub.model.Compliance;
import software.amazon.awssdk.services.securityhub.model.ComplianceStatus;
import software.amazon.awssdk.services.securityhub.model.RecordState;
import software.amazon.awssdk.services.securityhub.model.Remediation;
import software.amazon.awssdk.services.securityhub.model.Resource;
import software.amazon.awssdk.services.securityhub.model.SeverityLabel;
import software.amazon.awssdk.services.securityhub.model.StatusReason;

/**
 * Creates findings in the AWS Security Finding Format from a report: one for each cluster and control, with any verdict, so
 * that a FAILED finding becomes PASSED when the cluster is remediated.
 *
 * <p>A target that could not be read has no findings, so that its earlier findings in Security Hub do not change.
 *
 * @see <a href="https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format.html">AWS Security
 *     Finding Format</a>
 * @see <a href="https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-custom-providers.html">Integrating
 *     with custom products</a>
 */
final class AsffFindings {

    static final String PRODUCT = "daxguard";
    private static final String SCHEMA_VERSION = "2018-10-08";
    private static final String TYPE = "Software and Configuration Checks/Industry and Regulatory Standards/"
            + "AWS-Foundational-Security-Best-Practices";

    /** The format has no type for DAX, and has this one for other resources. */
    private static final String RESOURCE_TYPE = "Other";

    private static final int LONGEST_TITLE = 256;
    private static final int LONGEST_DESCRIPTION = 1024;
    private static final int LONGEST_RECOMMENDATION = 512;
    private static final int LONGEST_DETAIL = 256;

    private AsffFindings() {}

    /** All findings, in the report's order. The report must be one of live clusters. */
    static List<AwsSecurityFinding> of(Report report) {
        return report.clusters().stream()
                .flatMap(cluster -> of(cluster, report))
                .toList();
    }

    /** All findings, by the account and Region that they must be sent to. The report must be one of live clusters. */
    static Map<AccountRegion, List<AwsSecurityFinding>> byTarget(Report report) {
        return report.clusters().stream()
                .collect(Collectors.groupingBy(
                        AsffFindings::target,
                        LinkedHashMap::new,
                        Collectors.flatMapping(cluster -> of(cluster, report), Collectors.toList())));
    }

    /** The ARN of the product of findings that an account imports itself. */
    static String productArn(AccountRegion target) {
        return "arn:" + partition(target) + ":securityhub:" + target.region() + ":" + target.account() + ":product/"
                + target.account() + "/default";
    }

    /** Identifies the control in a finding. */
    static String generatorId(Control control) {
        return PRODUCT + "/" + control.securityHubId();
    }

    /** A time as the findings have it: the format allows milliseconds at most. */
    static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static String partition(AccountRegion target) {
        return PartitionMetadata.of(Region.of(target.region())).id();
    }

    private static Stream<AwsSecurityFinding> of(EvaluatedCluster cluster, Report report) {
        return cluster.evaluations().stream().map(evaluation -> finding(cluster, evaluation, report));
    }

    private static AccountRegion target(EvaluatedCluster cluster) {
        if (cluster.target() instanceof AccountRegion target) {
            return target;
        }
        throw new IllegalArgumentException("Security Hub requires an account and Region: " + cluster.name() + " is in "
                + cluster.target().name());
    }

    private static AwsSecurityFinding finding(EvaluatedCluster cluster, ControlEvaluation evaluation, Report report) {
        AccountRegion target = target(cluster);
        String partition = partition(target);
        String arn = cluster.arn().isEmpty()
                ? "arn:" + partition + ":dax:" + target.region() + ":" + target.account() + ":cache/" + cluster.name()
                : cluster.arn();
        String control = evaluation.control().securityHubId();
        String at = time(report.at());
        SeverityLabel severity = severity(evaluation);
        return AwsSecurityFinding.builder()
                .schemaVersion(SCHEMA_VERSION)
                // The same in every run, so that a finding that is sent again is updated.
                .id(PRODUCT + "/" + arn + "/" + control)
                .productArn(productArn(target))
                .productName(PRODUCT)
                .companyName(PRODUCT)
                .generatorId(generatorId(evaluation.control()))
                .awsAccountId(target.account())
                .types(TYPE)
                .createdAt(at)
                .firstObservedAt(at)
                .lastObservedAt(at)
                .updatedAt(at)
                .severity(own -> own.label(severity))
                // An update sets both members here. Those above belong to the customer after the first change.
                .findingProviderFields(
                        own -> own.severity(level -> level.label(severity)).types(TYPE))
                .title(ShortText.of(evaluation.control().title(), LONGEST_TITLE))
                .description(
                        ShortText.of("DAX cluster " + cluster.name() + ": " + evaluation.reason(), LONGEST_DESCRIPTION))
                .remediation(remediation(evaluation))
                .productFields(productFields(evaluation, report))
                .resources(resource(cluster, target, arn, partition))
                .compliance(compliance(evaluation))
                .recordState(isBeingDeleted(evaluation) ? RecordState.ARCHIVED : RecordState.ACTIVE)
                .build();
    }

    private static SeverityLabel severity(ControlEvaluation evaluation) {
        return evaluation.isFinding()
                ? SeverityLabel.fromValue(evaluation.control().severity())
                : SeverityLabel.INFORMATIONAL;
    }

    private static Remediation remediation(ControlEvaluation evaluation) {
        return Remediation.builder()
                .recommendation(recommendation -> {
                    recommendation.url(evaluation.control().guide());
                    if (!evaluation.remediation().isEmpty()) {
                        recommendation.text(ShortText.of(evaluation.remediation(), LONGEST_RECOMMENDATION));
                    }
                })
                .build();
    }

    private static Map<String, String> productFields(ControlEvaluation evaluation, Report report) {
        // In the same order on every machine.
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("daxguard/Version", report.version());
        fields.put("daxguard/Control", evaluation.control().parameterValue());
        fields.put("daxguard/Compliance", evaluation.compliance().name());
        return fields;
    }

    private static Resource resource(EvaluatedCluster cluster, AccountRegion target, String arn, String partition) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("Name", detail(cluster.name()));
        details.put("Status", detail(cluster.status()));
        details.put("EncryptionAtRest", detail(cluster.encryptionAtRest()));
        details.put("EndpointEncryption", detail(cluster.endpointEncryption()));
        cluster.details().createdBy().ifPresent(creator -> {
            if (creator instanceof Creator.Known known) {
                details.put("CreatedBy", detail(known.arn()));
                details.put("CreatedAt", time(known.at()));
            } else {
                details.put("CreatedBy", detail(creator.sentence()));
            }
        });
        cluster.details()
                .readableTables()
                .ifPresent(tables -> details.put("ReadableTables", detail(tables.sentence())));
        return Resource.builder()
                .type(RESOURCE_TYPE)
                .id(arn)
                .partition(partition)
                .region(target.region())
                .details(own -> own.other(details))
                .build();
    }

    /** Never blank, which would break the format. */
    private static String detail(String reported) {
        return reported.isBlank() ? "not reported" : ShortText.of(reported, LONGEST_DETAIL);
    }

    private static Compliance compliance(ControlEvaluation evaluation) {
        Compliance.Builder compliance = Compliance.builder()
                .status(
                        switch (evaluation.compliance()) {
                            case NON_COMPLIANT -> ComplianceStatus.FAILED;
                            case COMPLIANT -> ComplianceStatus.PASSED;
                            case NOT_APPLICABLE -> ComplianceStatus.NOT_AVAILABLE;
                        })
                .securityControlId(evaluation.control().securityHubId())
                .relatedRequirements(ControlReference.of(evaluation.control()).requirements().stream()
                        .map(Requirement::citation)
                        .toList());
        if (evaluation.compliance() == NOT_APPLICABLE) {
            compliance.statusReasons(StatusReason.builder()
                    .reasonCode(evaluation.isExempt() ? "EXEMPT" : "BEING_DELETED")
                    .description(ShortText.of(evaluation.reason(), LONGEST_DESCRIPTION))
                    .build());
        }
        return compliance.build();
    }

    private static boolean isBeingDeleted(ControlEvaluation evaluation) {
        return evaluation.compliance() == NOT_APPLICABLE && !evaluation.isExempt();
    }
}
