package io.github.daxguard.emulator;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A request that {@link LocalAws} received, and the status of its response.
 *
 * @param service the service's signing name: {@code dax}, {@code config}, {@code sts}, {@code ssm}, {@code organizations},
 *     {@code securityhub}, or {@code monitoring} for CloudWatch; {@code ""} if the request does not identify it
 * @param operation the operation, such as {@code DescribeClusters}; {@code ""} if the request does not identify it
 * @param account the caller's account; {@code ""} if the request was rejected before authentication
 * @param region the Region that the request was signed for; {@code ""} if it was rejected before authentication
 * @param sessionName the caller's role session name; {@code ""} for a long-term key
 * @param body the request as sent, which must not be modified; for CloudWatch and STS an object of the form's fields,
 *     in which {@code A.member.1.B} is the path {@code /A/0/B} and every value a string; a missing node if it
 *     could not be read
 * @param status the HTTP status of the response; 0 before the response, and permanently if there was none
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
                caller.location().account(),
                caller.location().region(),
                caller.sessionName(),
                body,
                status);
    }

    Call answered(int httpStatus) {
        return new Call(service, operation, account, region, sessionName, body, httpStatus);
    }
}
