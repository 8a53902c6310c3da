package io.github.daxguard.handler;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.aws.TimeBudget;
import io.github.daxguard.handler.JsonLog.Level;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;

/**
 * Runs the rule once while Lambda starts the function, on prepared answers, so that the classes of a run are loaded before
 * the first event comes: Lambda starts a function at full speed, whatever its memory, but runs it at a share of it.
 *
 * <p>No request leaves the function, and nothing is reported: the answers, like the event, are made up here.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html">Lambda's INIT phase</a>
 */
final class Priming {

    private static final String ACCOUNT = "000000000000";

    private static final String EVENT = """
            {"accountId":"%s","configRuleName":"rehearsal","resultToken":"TESTMODE","ruleParameters":"{}",
            "invokingEvent":"{\\"messageType\\":\\"ScheduledNotification\\",\\"notificationCreationTime\\":\\"2026-01-01T00:00:00Z\\"}"}
            """.formatted(ACCOUNT);

    /** The stale result is of another account: it is removed without a lookup. */
    private static final Map<String, String> ANSWERS =
            Map.of("DescribeClusters", """
            {"Clusters":[{"ClusterName":"rehearsal","Status":"available","SSEDescription":{"Status":"DISABLED"}}]}""", "GetComplianceDetailsByConfigRule", """
            {"EvaluationResults":[{"EvaluationResultIdentifier":{"EvaluationResultQualifier":
            {"ResourceType":"AWS::DAX::Cluster","ResourceId":"arn:aws:dax:eu-west-1:999999999999:cache/gone"}}}]}""", "PutEvaluations", """
            {"FailedEvaluations":[]}""");

    /** Far more than a rehearsal takes; it makes no call that could wait. */
    private static final int AMPLE_MILLIS = 60_000;

    private Priming() {}

    /**
     * Rehearses in that Region.
     *
     * @param log is told if the rehearsal fails, which costs time only: the function starts all the same
     */
    static void of(String region, JsonLog log) {
        PrintStream unseen = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);
        try (AwsClients clients = AwsClients.answering(region, ANSWERS)) {
            new ConfigRuleHandler(clients, unseen)
                    .handle(
                            EVENT.getBytes(UTF_8),
                            "rehearsal",
                            Optional.of(ACCOUNT),
                            new TimeBudget(() -> AMPLE_MILLIS));
        } catch (RuntimeException e) {
            log.write(Level.WARN, "The rehearsal at start failed: " + e.getMessage(), Map.of("region", region));
        }
    }
}
