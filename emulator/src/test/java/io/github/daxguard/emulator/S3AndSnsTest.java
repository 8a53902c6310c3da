package io.github.daxguard.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.InvalidParameterException;
import software.amazon.awssdk.services.sns.model.NotFoundException;

class S3AndSnsTest extends EmulatorTest {
    private final S3Client s3 = Sdk.of(aws).s3();
    private final SnsClient sns = Sdk.of(aws).sns();
    private final LocalBucket bucket = state.putBucket("daxguard-digest");
    private final LocalTopic topic = state.putTopic("daxguard");

    @Test
    void putObject_keyWithSlashes_isStoredAndReadAgain() {
        s3.putObject(
                r -> r.bucket("daxguard-digest").key("a/b+c/d e.json"),
                RequestBody.fromString("{\"name\":\"\u00e9\"}"));

        assertThat(bucket.keys()).containsExactly("a/b+c/d e.json");
        assertThat(bucket.text("a/b+c/d e.json")).contains("{\"name\":\"\u00e9\"}");
        assertThat(s3.getObjectAsBytes(r -> r.bucket("daxguard-digest").key("a/b+c/d e.json"))
                        .asUtf8String())
                .isEqualTo("{\"name\":\"\u00e9\"}");
    }

    @Test
    void putObject_empty_isStored() {
        s3.putObject(r -> r.bucket("daxguard-digest").key("empty"), RequestBody.empty());

        assertThat(bucket.text("empty")).contains("");
    }

    @Test
    void getObject_missing_isNotFound() {
        assertThatThrownBy(() ->
                        s3.getObjectAsBytes(r -> r.bucket("daxguard-digest").key("a")))
                .isInstanceOfSatisfying(
                        NoSuchKeyException.class,
                        error -> assertThat(error.statusCode()).isEqualTo(404));
        assertThatThrownBy(() -> s3.getObjectAsBytes(r -> r.bucket("other").key("a")))
                .isInstanceOf(NoSuchBucketException.class);
    }

    @Test
    void publish_text_isInTheTopic() {
        assertThat(sns.publish(r -> r.topicArn(topic.arn()).subject("Subject").message("a\nb \u00e9"))
                        .messageId())
                .isNotEmpty();

        assertThat(topic.messages()).containsExactly(new LocalTopic.Message("Subject", "a\nb \u00e9"));
    }

    @ParameterizedTest
    @CsvSource({"99, 262144, true", "100, 1, false", "1, 262145, false", "1, 0, false"})
    void publish_sizes_areLimited(int subject, int message, boolean accepted) {
        Runnable publish = () -> sns.publish(
                r -> r.topicArn(topic.arn()).subject("s".repeat(subject)).message("m".repeat(message)));

        if (accepted) {
            publish.run();
        } else {
            assertThatThrownBy(publish::run).isInstanceOf(InvalidParameterException.class);
        }
        assertThat(topic.messages()).hasSize(accepted ? 1 : 0);
    }

    @Test
    void publish_lineBreakInSubject_isRejected() {
        assertThatThrownBy(() ->
                        sns.publish(r -> r.topicArn(topic.arn()).subject("a\nb").message("m")))
                .isInstanceOf(InvalidParameterException.class);
    }

    @Test
    void publish_unknownTopic_isNotFound() {
        assertThatThrownBy(() -> sns.publish(r -> r.topicArn(topic.arn() + "x").message("m")))
                .isInstanceOf(NotFoundException.class);
    }
}
