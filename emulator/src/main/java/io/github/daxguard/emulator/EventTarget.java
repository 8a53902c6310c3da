package io.github.daxguard.emulator;

/**
 * Where AWS Config sends a rule's events and EventBridge those of DAX calls: in AWS a Lambda function or a queue, here
 * most often a handler called in place.
 */
@FunctionalInterface
public interface EventTarget {
    /**
     * Takes one event.
     *
     * @param event the event's JSON in UTF-8
     * @throws Exception if the event was not dealt with
     */
    void invoke(byte[] event) throws Exception;
}
