package io.github.daxguard.handler;

import static io.github.daxguard.handler.LocalDigest.AT_REST;
import static io.github.daxguard.handler.LocalDigest.IN_TRANSIT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.daxguard.emulator.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An organization of 1,000 accounts in five Regions: the digest must not be throttled, and must end in time. */
class DigestScaleTest {

    private static final List<String> REGIONS =
            List.of("eu-west-1", "eu-central-1", "us-east-1", "us-west-2", "ap-southeast-2");
    private static final int ACCOUNTS = 1_000;
    private static final int NON_COMPLIANT = 200;

    /** Longer than AWS Config usually takes. */
    private static final Duration RESPONSE_TIME = Duration.ofMillis(300);

    @Test
    void thousandAccountsInFiveRegions_rateOfFivePerSecond_takesLessThanFiveMinutes() throws Exception {
        try (LocalDigest digest = new LocalDigest()) {
            int target = 0;
            for (int account = 0; account < ACCOUNTS; account++) {
                for (String region : REGIONS) {
                    String id = String.format("2%011d", account);
                    String compliance =
                            target++ % (ACCOUNTS * REGIONS.size() / NON_COMPLIANT) == 0 ? "NON_COMPLIANT" : "COMPLIANT";
                    digest.result(AT_REST, id, region, "orders", compliance);
                    digest.result(IN_TRANSIT, id, region, "orders", "COMPLIANT");
                }
            }
            digest.aggregator.limitRate(5);
            Instant start = digest.clock.instant();

            JsonNode first = digest.send();

            Duration pauses = Duration.between(start, digest.clock.instant());
            List<Call> calls = digest.aws.calls();
            assertThat(first.get("outcome").asText()).isEqualTo("succeeded");
            assertThat(first.get("nonCompliant").asInt()).isEqualTo(NON_COMPLIANT);
            assertThat(first.get("new").asInt()).isEqualTo(NON_COMPLIANT);
            assertThat(calls.stream().filter(call -> call.service().equals("config")))
                    .as("none is throttled")
                    .allMatch(call -> call.status() == 200);
            assertThat(digest.aws.calls("GetAggregateComplianceDetailsByConfigRule"))
                    .hasSize(NON_COMPLIANT);
            assertThat(digest.aws.calls("DescribeAggregateComplianceByConfigRules"))
                    .hasSize(5);
            assertThat(digest.aws.calls("DescribeConfigurationAggregatorSourcesStatus"))
                    .hasSize(1);
            assertThat(pauses.plus(RESPONSE_TIME.multipliedBy(calls.size()))).isLessThan(Duration.ofMinutes(5));
        }
    }
}
