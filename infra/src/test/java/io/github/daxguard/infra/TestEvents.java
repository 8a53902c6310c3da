package io.github.daxguard.infra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Events of EventBridge as AWS sends them. */
public final class TestEvents {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path CHANGES = Path.of("..", "test-events", "cluster-change");

    private TestEvents() {}

    /** The event of a DAX call in a file of {@code test-events/cluster-change}, which contains it as a message of a queue. */
    public static JsonNode change(String name) {
        try {
            JsonNode batch = JSON.readTree(CHANGES.resolve(name + ".event.json").toFile());
            return StackTemplate.json(batch.at("/Records/0/body").asText());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The event of an alarm that has changed its state.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html">Alarm events
     *     and EventBridge</a>, for the format
     */
    public static JsonNode alarmState(String alarm, String previousState, String state) {
        return StackTemplate.json("""
                {
                  "version": "0", "id": "2dde0eb1-528b-d2d5-9ca6-6d590caf2329", "source": "aws.cloudwatch",
                  "detail-type": "CloudWatch Alarm State Change", "account": "111122223333", "region": "eu-west-1",
                  "time": "2027-01-31T06:05:00Z",
                  "resources": ["arn:aws:cloudwatch:eu-west-1:111122223333:alarm:%1$s"],
                  "detail": {
                    "alarmName": "%1$s",
                    "configuration": {
                      "description": "daxguard's rule function failed.",
                      "metrics": [
                        {
                          "id": "metric1", "returnData": true,
                          "metricStat": {
                            "metric": {"dimensions": {"FunctionName": "rule"}, "name": "Errors", "namespace": "AWS/Lambda"},
                            "period": 300, "stat": "Sum"
                          }
                        }
                      ]
                    },
                    "previousState": {
                      "reason": "Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was",
                      "timestamp": "2027-01-31T06:00:00.000+0000", "value": "%2$s"
                    },
                    "state": {
                      "reason": "Threshold Crossed: 1 datapoint [1.0 (31/01/27 06:00:00)] was greater than the threshold (0.0).",
                      "reasonData": "{\\"version\\":\\"1.0\\",\\"threshold\\":0.0}",
                      "timestamp": "2027-01-31T06:05:00.000+0000", "value": "%3$s"
                    }
                  }
                }""".formatted(alarm, previousState, state));
    }

    /** An event, or a part of one. */
    public static JsonNode parse(String text) {
        return StackTemplate.json(text);
    }

    static JsonNode json(Object pattern) {
        return JSON.valueToTree(pattern);
    }
}
