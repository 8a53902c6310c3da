package io.github.daxguard.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What {@link LocalAws} gets wrong on purpose.
 *
 * <pre>{@code
 * aws.faults().on("DescribeClusters").inRegion("eu-west-1").call(2).throttle();
 * aws.faults().on("PutEvaluations").failEvaluations("orders"::equals);
 * }</pre>
 *
 * <p>Faults strike only requests that are authenticated. Of several faults for the same call the first one defined
 * acts first; those that let the operation happen (such as {@link Selection#delay}) leave the others their turn.
 */
public final class Faults {
    private final Collection<Map<String, ServiceOperation>> services;
    private final BiConsumer<Request, AwsError> refusals;
    private final List<Fault> faults = new CopyOnWriteArrayList<>();
    private volatile CountDownLatch cleared = new CountDownLatch(1);

    Faults(Collection<Map<String, ServiceOperation>> services, BiConsumer<Request, AwsError> refusals) {
        this.services = services;
        this.refusals = refusals;
    }

    /**
     * Starts a fault of an operation: by default of every call, in every account and Region.
     *
     * @throws IllegalArgumentException if no operation of that name is served
     */
    public Selection on(String operation) {
        if (services.stream().noneMatch(served -> served.containsKey(operation))) {
            throw new IllegalArgumentException("Operation \"" + operation + "\" is not served; these are: "
                    + services.stream().map(Map::keySet).toList());
        }
        return new Selection(operation);
    }

    /** Ends all faults; calls that are stalled or delayed go on. */
    public synchronized void clear() {
        CountDownLatch waitedFor = cleared;
        cleared = new CountDownLatch(1);
        faults.clear();
        waitedFor.countDown();
    }

    /** The service as this request meets it: with the faults that strike it, which are settled here and now. */
    Function<Request, Answer> around(Function<Request, Answer> service, Request request) {
        List<Effect> effects = faults.stream()
                .filter(fault -> fault.strikes(request))
                .map(Fault::effect)
                .toList();
        Function<Request, Answer> struck = service;
        for (int i = effects.size() - 1; i >= 0; i--) {
            Effect effect = effects.get(i);
            Function<Request, Answer> inner = struck;
            struck = asked -> effect.apply(asked, inner);
        }
        return struck;
    }

    /** What a fault makes of a request and of the service that would have answered it. */
    @FunctionalInterface
    private interface Effect {
        Answer apply(Request request, Function<Request, Answer> service);
    }

    /** A fault in force: its selection is fixed, and it counts the calls that fit. */
    private record Fault(Selection selection, AtomicInteger seen, Effect effect) {
        boolean strikes(Request request) {
            if (!selection.fits(request)) {
                return false;
            }
            int call = seen.incrementAndGet();
            return call >= selection.first && call <= selection.last;
        }
    }

    /** The calls that a fault strikes, and then what happens to them. */
    public final class Selection {
        private final String operation;
        private String account = "";
        private String region = "";
        private int first = 1;
        private int last = Integer.MAX_VALUE;

        private Selection(String operation) {
            this.operation = operation;
        }

        private Selection(Selection other) {
            operation = other.operation;
            account = other.account;
            region = other.region;
            first = other.first;
            last = other.last;
        }

        /** Only calls of this account's callers. */
        public Selection inAccount(String onlyAccount) {
            account = Location.requireAccount(onlyAccount);
            return this;
        }

        /** Only calls for this Region. */
        public Selection inRegion(String onlyRegion) {
            region = onlyRegion;
            return this;
        }

        /** Only the n-th call that fits, counted from when the fault is defined; the first is 1. */
        public Selection call(int n) {
            first = requirePositive(n);
            last = n;
            return this;
        }

        /** The n-th call that fits, counted from when the fault is defined, and all later ones; the first is 1. */
        public Selection fromCall(int n) {
            first = requirePositive(n);
            last = Integer.MAX_VALUE;
            return this;
        }

        /**
         * Refuses as throttled: {@code ThrottlingException} (CloudWatch, STS: {@code Throttling}), HTTP 400 (Security Hub:
         * {@code TooManyRequestsException}, 429).
         */
        public void throttle() {
            refuse(AwsError.of("ThrottlingException", "Rate exceeded"));
        }

        /** Fails inside: {@code InternalFailure} (Security Hub: {@code InternalException}), HTTP 500. */
        public void serverError() {
            refuse(AwsError.internal(
                    "The request processing has failed because of an unknown error, exception or failure."));
        }

        /** Refuses as overloaded: {@code ServiceUnavailableException}, HTTP 503. */
        public void unavailable() {
            refuse(new AwsError("ServiceUnavailableException", "Service is unable to handle request.", 503));
        }

        /**
         * Refuses with this error; where CloudWatch, STS and Security Hub have a code or a status of their own for it, with
         * that one.
         */
        public void error(String code, String message, int httpStatus) {
            refuse(new AwsError(code, message, httpStatus));
        }

        /**
         * Refuses as not allowed: {@code AccessDeniedException}, HTTP 400 (CloudWatch, STS: {@code AccessDenied}, 403;
         * Security Hub: 403).
         */
        public void deny() {
            define((request, service) -> {
                String action = request.api().actionPrefix() + ":" + request.operation();
                return refused(
                        request,
                        AwsError.of(
                                "AccessDeniedException",
                                "User: " + request.caller().arn() + " is not authorized to perform: " + action
                                        + " on resource: * because no identity-based policy allows the " + action
                                        + " action"));
            });
        }

        /** Closes the connection without an answer; the operation does not happen. */
        public void dropConnection() {
            define((request, service) -> Answer.NONE);
        }

        /**
         * Gives no answer until {@link Faults#clear} or {@link LocalAws#close}, then closes the connection; the
         * operation does not happen.
         */
        public void stall() {
            CountDownLatch end = cleared;
            define((request, service) -> {
                try {
                    end.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return Answer.NONE;
            });
        }

        /** Answers HTTP 200 with exactly this body; the operation does not happen. */
        public void body(String rawBody) {
            define((request, service) ->
                    Answer.of(200, request.api().protocol().contentType(), rawBody.getBytes(UTF_8), request.id()));
        }

        /**
         * Carries the operation out, announces the length of the whole answer, sends half of it and closes the
         * connection.
         */
        public void truncate() {
            define((request, service) -> service.apply(request).cutOff());
        }

        /** Carries the operation out and sends, as well-formed HTTP, only the first half of the answer's body. */
        public void cutJson() {
            define((request, service) -> service.apply(request).halved());
        }

        /**
         * Lets {@code PutEvaluations} store all evaluations but those of these resource ids, which come back in
         * {@code FailedEvaluations}.
         */
        public void failEvaluations(Predicate<String> resourceId) {
            if (!operation.equals("PutEvaluations")) {
                throw new IllegalArgumentException("Only PutEvaluations can fail evaluations, not " + operation);
            }
            define((request, service) -> service.apply(request.withFailing(resourceId)));
        }

        /**
         * Carries {@code GetMetricData} out, but answers every result with this {@code StatusCode} and without values.
         *
         * @param statusCode such as {@code PartialData}, {@code InternalError} or {@code Forbidden}; sent as it is
         * @throws IllegalArgumentException if the operation is another
         * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataResult.html">MetricDataResult</a>
         */
        public void metricStatus(String statusCode) {
            if (!operation.equals("GetMetricData")) {
                throw new IllegalArgumentException("Only GetMetricData answers a metric's status, not " + operation);
            }
            define((request, service) -> service.apply(request.withAlteration(result -> {
                for (JsonNode each : result.path("MetricDataResults")) {
                    ObjectNode metric = (ObjectNode) each;
                    metric.put("StatusCode", statusCode);
                    metric.putArray("Timestamps");
                    metric.putArray("Values");
                }
                return result;
            })));
        }

        /**
         * Makes every page point to itself: the answer has the request's {@code NextToken}. The first page has its own, or
         * one made up if it is the only page.
         */
        public void repeatNextToken() {
            String madeUp = "bWFkZS11cC10b2tlbg==";
            define((request, service) -> {
                String asked = request.input().path("NextToken").asText("");
                ObjectNode input = request.input().deepCopy();
                if (asked.equals(madeUp)) {
                    input.remove("NextToken");
                }
                return service.apply(request.withInput(input)
                        .withAlteration(result -> result.put(
                                "NextToken",
                                asked.isEmpty() ? result.path("NextToken").asText(madeUp) : asked)));
            });
        }

        /** Waits so long (or until {@link Faults#clear}), then answers normally. */
        public void delay(Duration duration) {
            CountDownLatch end = cleared;
            define((request, service) -> {
                try {
                    if (end.await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
                        return service.apply(request);
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return Answer.NONE;
                }
                return service.apply(request);
            });
        }

        private void refuse(AwsError error) {
            define((request, service) -> refused(request, error));
        }

        private Answer refused(Request request, AwsError error) {
            refusals.accept(request, error);
            return request.refusal(error);
        }

        private void define(Effect effect) {
            // A copy: the caller may go on with this selection and make another fault of it.
            faults.add(new Fault(new Selection(this), new AtomicInteger(), effect));
        }

        private boolean fits(Request request) {
            return request.operation().equals(operation)
                    && (account.isEmpty() || request.place().account().equals(account))
                    && (region.isEmpty() || request.place().region().equals(region));
        }

        private int requirePositive(int n) {
            if (n < 1) {
                throw new IllegalArgumentException("Calls are counted from 1, not " + n);
            }
            return n;
        }
    }
}
