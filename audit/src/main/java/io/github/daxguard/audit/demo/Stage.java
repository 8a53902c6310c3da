package io.github.daxguard.audit.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.handler.ConfigRuleHandler;
import io.github.daxguard.localaws.AccessKey;
import io.github.daxguard.localaws.Estate;
import io.github.daxguard.localaws.Faults;
import io.github.daxguard.localaws.LocalAws;
import io.github.daxguard.localaws.LocalContext;
import io.github.daxguard.localaws.StoredEvaluation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.dax.DaxClient;

/** Where the story is played: one account and Region of a local AWS, with the real function as its rules' target. */
final class Stage implements AutoCloseable {

    static final String ACCOUNT = "111122223333";
    static final String REGION = "eu-west-1";

    private static final Duration FUNCTION_TIMEOUT = Duration.ofSeconds(60);

    private final LocalAws aws;
    private final Estate estate;
    private final AwsClients clients;
    private final ByteArrayOutputStream logBytes = new ByteArrayOutputStream();
    private final ConfigRuleHandler function;

    Stage(LocalAws aws) {
        this.aws = aws;
        this.estate = aws.estate(ACCOUNT, REGION);
        AccessKey key = aws.accessKey(ACCOUNT);
        this.clients = AwsClients.forEndpoint(
                aws.endpoint(),
                REGION,
                StaticCredentialsProvider.create(AwsBasicCredentials.create(key.id(), key.secret())));
        this.function = new ConfigRuleHandler(clients, new PrintStream(logBytes, true, UTF_8));
    }

    Estate estate() {
        return estate;
    }

    Faults faults() {
        return aws.faults();
    }

    /** What people use to make and delete clusters. */
    DaxClient dax() {
        return clients.dax();
    }

    /** Makes a rule, with the function as its target. */
    void putRule(String rule, Map<String, String> parameters) {
        estate.putRule(rule, parameters);
        estate.onEvent(
                rule,
                event -> function.handleRequest(
                        new ByteArrayInputStream(event),
                        OutputStream.nullOutputStream(),
                        LocalContext.of(ACCOUNT, REGION, FUNCTION_TIMEOUT)));
    }

    /** Lets AWS Config invoke a rule as it does periodically. */
    Run run(String rule, Instant at) {
        List<StoredEvaluation> before = estate.results(rule);
        logBytes.reset();
        Optional<Exception> failure = Optional.empty();
        try {
            estate.deliverScheduled(rule, at);
        } catch (Exception e) {
            failure = Optional.of(e);
        }
        List<LogLine> log = logBytes.toString(UTF_8).lines().map(LogLine::read).toList();
        return new Run(rule, before, estate.results(rule), log, failure);
    }

    @Override
    public void close() {
        clients.close();
    }
}
