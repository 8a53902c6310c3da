package io.github.daxguard.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts with and without identifiers. */
class EvidenceTest {

    @Test
    void identifiers_areReplacedByTheSameNumber() {
        Evidence evidence = Evidence.of(
                "%s, %s and %s.", Evidence.cluster("orders"), Evidence.cluster("carts"), Evidence.cluster("orders"));
        assertThat(evidence.text()).isEqualTo("orders, carts and orders.");
        assertThat(evidence.text(new Anonymization())).isEqualTo("<cluster 1>, <cluster 2> and <cluster 1>.");
    }

    @Test
    void longLists_areCut() {
        Evidence one = Evidence.of("A sentence about %s.", Evidence.name("trail", "t"));
        assertThat(Evidence.joined(Collections.nCopies(5_000, one)).text())
                .startsWith("A sentence about t. A sentence about t.")
                .endsWith(" And 4980 more.");
        assertThat(Evidence.of("%s", Evidence.names("trail", Collections.nCopies(30, "t")))
                        .text())
                .endsWith("t and 10 more");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CREATE_COMPLETE", "AWS.SimpleQueueService.NonExistentQueue", "ValidationError"})
    void codes_arePublic(String code) {
        assertThat(Evidence.of("%s", Evidence.code(code)).text(new Anonymization()))
                .isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"111122223333", "acme-Exception", "a b", ""})
    void otherTexts_areNotPublic(String text) {
        assertThat(Evidence.of("%s", Evidence.code(text)).text(new Anonymization()))
                .isEqualTo("<value 1>");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "arn:aws:dax:eu-west-1:111122223333:cache/orders, arn:aws:dax:eu-west-1:111122223333:cache/orders",
                "x; rm -rf ~, 'x; rm -rf ~'",
                "it's, 'it'\\''s'"
            })
    void arguments_areQuotedIfNecessary(String value, String argument) {
        assertThat(Evidence.of("%s", Evidence.argument("ARN", value)).text()).isEqualTo(argument);
    }
}
