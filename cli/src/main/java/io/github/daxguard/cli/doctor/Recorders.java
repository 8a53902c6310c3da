package io.github.daxguard.cli.doctor;

import io.github.daxguard.aws.AwsCalls;
import io.github.daxguard.aws.Operation;
import java.util.List;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.ConfigurationRecorder;
import software.amazon.awssdk.services.config.model.DeliveryChannel;
import software.amazon.awssdk.services.config.model.DescribeConfigurationRecordersResponse;
import software.amazon.awssdk.services.config.model.DescribeDeliveryChannelsResponse;

/**
 * The customer-managed recorders and the delivery channels of an account in a Region. The recorders of AWS services do not count.
 *
 * @see <a href="https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeConfigurationRecorders.html">
 *     DescribeConfigurationRecorders</a>
 */
record Recorders(List<ConfigurationRecorder> recorders, List<DeliveryChannel> channels) {

    private static final Operation DESCRIBE_RECORDERS = Operation.of("config", "DescribeConfigurationRecorders");
    private static final Operation DESCRIBE_CHANNELS = Operation.of("config", "DescribeDeliveryChannels");

    Recorders {
        recorders = List.copyOf(recorders);
        channels = List.copyOf(channels);
    }

    /**
     * Reads them with two calls.
     *
     * @param calls with the credentials of the account
     * @throws CallFailure if a call fails, or a response has no list
     */
    static Recorders read(ConfigClient config, AwsCalls calls) {
        DescribeConfigurationRecordersResponse recorders = calls.call(
                DESCRIBE_RECORDERS,
                (message, cause) -> new CallFailure(DESCRIBE_RECORDERS, message, cause),
                configuration ->
                        config.describeConfigurationRecorders(request -> request.overrideConfiguration(configuration)));
        if (!recorders.hasConfigurationRecorders()) {
            throw CallFailure.incomplete(DESCRIBE_RECORDERS, calls, "the response has no list of recorders");
        }
        DescribeDeliveryChannelsResponse channels = calls.call(
                DESCRIBE_CHANNELS,
                (message, cause) -> new CallFailure(DESCRIBE_CHANNELS, message, cause),
                configuration ->
                        config.describeDeliveryChannels(request -> request.overrideConfiguration(configuration)));
        if (!channels.hasDeliveryChannels()) {
            throw CallFailure.incomplete(DESCRIBE_CHANNELS, calls, "the response has no list of delivery channels");
        }
        return new Recorders(
                recorders.configurationRecorders().stream()
                        .filter(recorder -> recorder.servicePrincipal() == null)
                        .toList(),
                channels.deliveryChannels());
    }

    /** Whether AWS Config accepts rules. */
    boolean areComplete() {
        return !recorders.isEmpty() && !channels.isEmpty();
    }

    /** Whether a deployment can create them: an account has at most one of each in a Region. */
    boolean areMissing() {
        return recorders.isEmpty() && channels.isEmpty();
    }
}
