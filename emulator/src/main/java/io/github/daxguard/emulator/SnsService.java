package io.github.daxguard.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Amazon SNS's {@code Publish} of a text to a topic.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/api/API_Publish.html">Publish</a>
 */
final class SnsService {
    private static final int MAX_BYTES = 262_144;

    /** Topics accept fewer than 100 characters, and reject line breaks and control characters. */
    private static final Pattern SUBJECT = Pattern.compile("[^\\p{Cntrl}]{1,99}");

    private final Function<Location, EmulatorState> states;

    SnsService(Function<Location, EmulatorState> states) {
        this.states = states;
    }

    Map<String, ServiceOperation> operations() {
        return Map.of("Publish", this::publish);
    }

    private ObjectNode publish(Request request) {
        Form input = request.form();
        for (String member : new String[] {"TargetArn", "PhoneNumber", "MessageStructure", "MessageAttributes"}) {
            if (input.has(member)) {
                throw invalid(member + " is not supported by the emulator");
            }
        }
        String topicArn = input.text("TopicArn")
                .orElseThrow(() -> invalid("TopicArn or TargetArn Reason: no value for required parameter"));
        String text = input.text("Message").orElse("");
        if (text.isEmpty()) {
            throw invalid("Empty message");
        }
        if (text.getBytes(UTF_8).length > MAX_BYTES) {
            throw invalid("Message too long");
        }
        Optional<String> subject = input.text("Subject");
        if (subject.isPresent() && !SUBJECT.matcher(subject.get()).matches()) {
            throw invalid("Subject");
        }
        LocalTopic topic = states.apply(request.location())
                .topic(topicArn)
                .orElseThrow(() -> new AwsError("NotFound", "Topic does not exist", 404));
        topic.publish(new LocalTopic.Message(subject.orElse(""), text));
        return Json.object().put("MessageId", UUID.randomUUID().toString());
    }

    private static AwsError invalid(String problem) {
        return AwsError.of("InvalidParameter", "Invalid parameter: " + problem);
    }
}
