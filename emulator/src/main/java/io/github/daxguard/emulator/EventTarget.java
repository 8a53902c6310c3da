package io.github.daxguard.emulator;

/**
 * A target of the events of AWS Config rules and of DAX calls: in AWS a Lambda function or a queue, in the emulator usually
 * a handler that is called directly.
 */
@FunctionalInterface
public interface EventTarget {
    /**
     * Processes one event.
     *
     * @param event the event's JSON in UTF-8
     * @throws Exception if the event was not processed
     */
    void invoke(byte[] event) throws Exception;
}
