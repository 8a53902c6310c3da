package io.github.daxguard.emulator;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A request that {@link LocalAws} received, and how it was answered.
 *
 * @param service the service's signing name: {@code dax}, {@code config}, {@code sts}, {@code ssm}, {@code organizations},
 *     {@code securityhub} or, of CloudWatch, {@code monitoring}; {@code ""} when the request did not say
 * @param operation the operation, such as {@code DescribeClusters}; {@code ""} when the request did not say
 * @param account the caller's account; {@code ""} when the request was refused before it was known
 * @param region the Region that the request was signed for; {@code ""} when it was refused before that was known
 * @param sessionName the caller's role session name; {@code ""} for a long-term key
 * @param body the request as sent, not to be changed; for CloudWatch and STS an object of the form's fields,
 *     in which {@code A.member.1.B} is the path {@code /A/0/B} and every value a string; a missing node when it
 *     could not be read
 * @param status the HTTP status answered; 0 while no answer has been given, and for ever when none was
 */
public record Call(
        String service,
        String operation,
        String account,
        String region,
        String sessionName,
        JsonNode body,
        int status) {
    Call by(Principal caller) {
        return new Call(
                service,
                operation,
                caller.place().account(),
                caller.place().region(),
                caller.sessionName(),
                body,
                status);
    }

    Call answered(int httpStatus) {
        return new Call(service, operation, account, region, sessionName, body, httpStatus);
    }
}
