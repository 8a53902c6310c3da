package io.github.daxguard.handler;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.aws.TimeBudget;
import io.github.daxguard.handler.JsonLog.Level;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;

/**
 * Runs the rule with defined responses while Lambda initializes the function, so that its classes are loaded, and the code of a
 * call is compiled, before the first event. Lambda initializes a function with full CPU, but runs it with a share that depends on
 * its memory.
 *
 * <p>No request leaves the function, and nothing is reported: the event and the responses are defined here.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html">Lambda's INIT phase</a>
 */
final class Priming {

    private static final String ACCOUNT = "000000000000";

    private static final String EVENT = """
            {"accountId":"%s","configRuleName":"priming","resultToken":"TESTMODE","ruleParameters":"{}",
            "invokingEvent":"{\\"messageType\\":\\"ScheduledNotification\\",\\"notificationCreationTime\\":\\"2026-01-01T00:00:00Z\\"}"}
            """.formatted(ACCOUNT);

    /** Complete, as AWS sends it: each kind of member needs classes of its own. */
    static final String CLUSTERS = """
            {"Clusters":[{"ClusterName":"priming","ClusterArn":"arn:aws:dax:eu-west-1:000000000000:cache/priming",
            "TotalNodes":1,"ActiveNodes":1,"NodeType":"dax.r5.large","Status":"available",
            "ClusterDiscoveryEndpoint":{"Address":"priming.example.com","Port":8111,"URL":"dax://priming.example.com"},
            "Nodes":[{"NodeId":"priming-a","Endpoint":{"Address":"a.example.com","Port":8111},"NodeCreateTime":1.767225600123E9,
            "AvailabilityZone":"eu-west-1a","NodeStatus":"available","ParameterGroupStatus":"in-sync"}],
            "PreferredMaintenanceWindow":"sun:01:00-sun:02:00","SubnetGroup":"default",
            "SecurityGroups":[{"SecurityGroupIdentifier":"sg-0","Status":"active"}],
            "IamRoleArn":"arn:aws:iam::000000000000:role/priming",
            "ParameterGroup":{"ParameterGroupName":"default.dax1.0","ParameterApplyStatus":"in-sync","NodeIdsToReboot":[]},
            "SSEDescription":{"Status":"DISABLED"},"ClusterEndpointEncryptionType":"NONE"}]}
            """;

    /** The stale result is of another account: it is removed without a lookup. */
    static final String RESULTS = """
            {"EvaluationResults":[{"EvaluationResultIdentifier":{"EvaluationResultQualifier":
            {"ConfigRuleName":"priming","ResourceType":"AWS::DAX::Cluster",
            "ResourceId":"arn:aws:dax:eu-west-1:999999999999:cache/gone"},"OrderingTimestamp":1.767225600123E9},
            "ComplianceType":"NON_COMPLIANT","ResultRecordedTime":1.767225600123E9,
            "ConfigRuleInvokedTime":1.767225600123E9,"Annotation":"priming"}]}
            """;

    static final String REPORTED = "{\"FailedEvaluations\":[]}";

    private static final Map<String, String> RESPONSES = Map.of(
            "DescribeClusters", CLUSTERS,
            "GetComplianceDetailsByConfigRule", RESULTS,
            "PutEvaluations", REPORTED);

    /** With more runs, the JVM compiles more of the code that each call needs; the last ones take about 4 ms each. */
    static final int RUNS = 10;

    /** More than a run needs. */
    private static final int TIME_MILLIS = 60_000;

    private Priming() {}

    /**
     * Runs the rule in that Region several times.
     *
     * @param log receives a warning if priming fails; the function starts without it
     */
    static void of(String region, JsonLog log) {
        PrintStream discarded = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);
        try (AwsClients clients = AwsClients.withResponses(region, RESPONSES)) {
            ConfigRuleHandler handler =
                    new ConfigRuleHandler(clients, Optional.empty(), discarded, InstantSource.system());
            for (int run = 0; run < RUNS; run++) {
                handler.handle(
                        EVENT.getBytes(UTF_8), "priming", Optional.of(ACCOUNT), new TimeBudget(() -> TIME_MILLIS));
            }
            if (FunctionEnvironment.isAwsCalledWithTls()) {
                startHandshake();
            }
        } catch (RuntimeException | GeneralSecurityException | SSLException e) {
            log.write(
                    Level.WARN,
                    "Priming failed, the first event will take longer: " + e.getMessage(),
                    Map.of("region", region));
        }
    }

    /** Creates the first message of a TLS connection and discards it. This loads most classes of the JDK for a connection. */
    private static void startHandshake() throws GeneralSecurityException, SSLException {
        SSLContext context = SSLContext.getInstance("TLS");
        // The first message does not depend on the certificates of the JDK, which take long to read.
        context.init(null, new TrustManager[0], null);
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(true);
        engine.wrap(
                ByteBuffer.allocate(0), ByteBuffer.allocate(engine.getSession().getPacketBufferSize()));
    }
}
