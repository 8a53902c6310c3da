package io.github.daxguard.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.RetryableException;

class CompleteResponsesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                " {\"Clusters\":[]}\r\n",
                "{\"a\":{\"b\":[{}]},\"c\":1}",
                "{\"brackets\":\"}]{[\"}",
                "{\"quotes\":\"\\\"}\\\\\"}",
                "{\"\u00e9\":\"\ud83d\ude00\"}"
            })
    void requireOneObject_oneObject_isAccepted(String answer) {
        assertThatCode(() -> CompleteResponses.requireOneObject(answer.getBytes(UTF_8)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "null",
                "[]",
                "\"{}\"",
                "<html>{}</html>",
                "{",
                "{\"Clusters\":[",
                "{\"Clusters\":[{}]",
                "{\"Clusters\":\"}",
                "{\"Clusters\":\"\\\"}",
                "{}{}",
                "{} x",
                "{\"Clusters\":[]}]",
                "{}]{}"
            })
    void requireOneObject_anythingElse_isRetried(String answer) {
        assertThatThrownBy(() -> CompleteResponses.requireOneObject(answer.getBytes(UTF_8)))
                .isInstanceOf(RetryableException.class);
    }
}
