package io.github.daxguard.infra;

import java.util.List;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.AlarmStatusWidget;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.IWidget;
import software.amazon.awscdk.services.cloudwatch.LogQueryWidget;
import software.amazon.awscdk.services.logs.ILogGroup;
import software.constructs.Construct;

/**
 * The dashboard of an organization by account and Region. Its data are the logs of the central event bus and of the digest, because
 * CloudWatch's metrics of the accounts stay in the accounts.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html">Logs Insights query syntax</a>
 */
final class OrganizationDashboard extends Construct {

    /** In columns; a dashboard has 24. */
    private static final int HALF = 12;

    private static final int WHOLE = 24;

    private static final String LATEST_FIRST = "sort @timestamp desc";
    private static final String ROWS = "limit 100";

    OrganizationDashboard(Construct scope, String id, ILogGroup events, ILogGroup digest, List<Alarm> alarms) {
        super(scope, id);
        Dashboard.Builder.create(this, "Dashboard")
                // Dashboard names are unique in an account, across Regions.
                .dashboardName(Stack.of(this).getStackName() + "-" + Aws.REGION)
                // A day, so that it contains the last digest.
                .defaultInterval(Duration.days(1))
                .widgets(List.of(
                        List.of(AlarmStatusWidget.Builder.create()
                                .title("Alarms of the organization's view")
                                .width(WHOLE)
                                .alarms(alarms)
                                .build()),
                        List.of(
                                query(
                                        "Findings by account and Region, at the last digest",
                                        HALF,
                                        digest,
                                        "filter digest = \"target\"",
                                        "stats latest(nonCompliant) as findings, latest(new) as newFindings,"
                                                + " latest(fixed) as fixedFindings by account, region",
                                        "sort findings desc",
                                        ROWS),
                                query(
                                        "Latest state of the alarms that changed, by account and Region",
                                        HALF,
                                        events,
                                        "filter source = \"aws.cloudwatch\"",
                                        "stats latest(detail.state.value) as state, max(time) as since"
                                                + " by account, region, detail.alarmName as alarm",
                                        "sort state asc, since desc",
                                        ROWS)),
                        List.of(query(
                                "Latest compliance changes",
                                WHOLE,
                                events,
                                "filter source = \"aws.config\"",
                                "fields @timestamp, account, region, detail.resourceId as cluster,"
                                        + " detail.newEvaluationResult.complianceType as compliance,"
                                        + " detail.configRuleName as rule",
                                LATEST_FIRST,
                                ROWS)),
                        List.of(query(
                                "Created clusters and their creators",
                                WHOLE,
                                events,
                                "filter source = \"aws.dax\"",
                                "fields @timestamp, account, region, detail.requestParameters.clusterName as cluster,"
                                        + " detail.requestParameters.sSESpecification.enabled as encryptionAtRest,"
                                        + " detail.requestParameters.clusterEndpointEncryptionType as endpointEncryption,"
                                        + " detail.userIdentity.arn as creator",
                                LATEST_FIRST,
                                ROWS)),
                        List.of(query(
                                "Digests",
                                WHOLE,
                                digest,
                                "filter ispresent(outcome) and ispresent(digestTime)",
                                "fields @timestamp, outcome, targets, nonCompliant, new, fixed, message",
                                LATEST_FIRST,
                                "limit 20"))))
                .build();
    }

    private static IWidget query(String title, int width, ILogGroup log, String... lines) {
        return LogQueryWidget.Builder.create()
                .title(title)
                .width(width)
                .logGroupNames(List.of(log.getLogGroupName()))
                .queryLines(List.of(lines))
                .build();
    }
}
