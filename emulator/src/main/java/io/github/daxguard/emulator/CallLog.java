package io.github.daxguard.emulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

final class CallLog {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final List<Entry> entries = new ArrayList<>();

    synchronized Entry received(Call call) {
        Entry entry = new Entry(call);
        entries.add(entry);
        notifyAll();
        return entry;
    }

    synchronized List<Call> calls() {
        return entries.stream().map(entry -> entry.call).toList();
    }

    List<Call> calls(String operation) {
        return calls().stream()
                .filter(call -> call.operation().equals(operation))
                .toList();
    }

    synchronized void await(String operation, int count) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (calls(operation).size() < count) {
            long nanos = deadline - System.nanoTime();
            if (nanos <= 0) {
                throw new IllegalStateException(calls(operation).size() + " of " + count + " calls of " + operation
                        + " were received within " + LIMIT);
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(this, nanos);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while waiting for calls of " + operation, e);
            }
        }
    }

    synchronized void clear() {
        entries.clear();
    }

    /** A request, whose status is set when it is answered. */
    static final class Entry {
        private volatile Call call;

        private Entry(Call call) {
            this.call = call;
        }

        void answered(int status) {
            call = call.answered(status);
        }
    }
}
