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
 * Faults that tests inject into {@link LocalAws}.
 *
 * <pre>{@code
 * aws.faults().on("DescribeClusters").inRegion("eu-west-1").call(2).throttle();
 * aws.faults().on("PutEvaluations").failEvaluations("orders"::equals);
 * }</pre>
 *
 * <p>Faults apply only to authenticated requests. Of several faults for the same call the first one defined applies first;
 * faults that execute the operation (such as {@link Selection#delay}) are combined with the later ones.
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
     * Starts the definition of a fault: by default for every call of the operation, in every account and Region.
     *
     * @throws IllegalArgumentException if the operation is not supported
     */
    public Selection on(String operation) {
        if (services.stream().noneMatch(served -> served.containsKey(operation))) {
            throw new IllegalArgumentException("Unsupported operation \"" + operation + "\". Supported: "
                    + services.stream().map(Map::keySet).toList());
        }
        return new Selection(operation);
    }

    /** Ends all faults; stalled and delayed calls continue. */
    public synchronized void clear() {
        CountDownLatch waitedFor = cleared;
        cleared = new CountDownLatch(1);
        faults.clear();
        waitedFor.countDown();
    }

    /** The service with the faults that apply to this request; the faults are selected immediately. */
    Function<Request, Answer> around(Function<Request, Answer> service, Request request) {
        List<Effect> effects = faults.stream()
                .filter(fault -> fault.appliesTo(request))
                .map(Fault::effect)
                .toList();
        Function<Request, Answer> faulty = service;
        for (int i = effects.size() - 1; i >= 0; i--) {
            Effect effect = effects.get(i);
            Function<Request, Answer> inner = faulty;
            faulty = asked -> effect.apply(asked, inner);
        }
        return faulty;
    }

    /** The effect of a fault on a request and its service. */
    @FunctionalInterface
    private interface Effect {
        Answer apply(Request request, Function<Request, Answer> service);
    }

    /** A defined fault: its selection is fixed, and it counts the matching calls. */
    private record Fault(Selection selection, AtomicInteger seen, Effect effect) {
        boolean appliesTo(Request request) {
            if (!selection.matches(request)) {
                return false;
            }
            int call = seen.incrementAndGet();
            return call >= selection.first && call <= selection.last;
        }
    }

    /** The calls that a fault applies to, and its effect. */
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

        /** Only calls from this account. */
        public Selection inAccount(String onlyAccount) {
            account = Location.requireAccount(onlyAccount);
            return this;
        }

        /** Only calls for this Region. */
        public Selection inRegion(String onlyRegion) {
            region = onlyRegion;
            return this;
        }

        /** Only the n-th matching call since the definition of the fault; the first is 1. */
        public Selection call(int n) {
            first = requirePositive(n);
            last = n;
            return this;
        }

        /** The n-th matching call since the definition of the fault, and all later ones; the first is 1. */
        public Selection fromCall(int n) {
            first = requirePositive(n);
            last = Integer.MAX_VALUE;
            return this;
        }

        /**
         * Rejects as throttled: {@code ThrottlingException} (CloudWatch, STS: {@code Throttling}), HTTP 400 (Security Hub:
         * {@code TooManyRequestsException}, 429).
         */
        public void throttle() {
            refuse(AwsError.of("ThrottlingException", "Rate exceeded"));
        }

        /** Returns a server error: {@code InternalFailure} (Security Hub: {@code InternalException}), HTTP 500. */
        public void serverError() {
            refuse(AwsError.internal(
                    "The request processing has failed because of an unknown error, exception or failure."));
        }

        /** Rejects as unavailable: {@code ServiceUnavailableException}, HTTP 503. */
        public void unavailable() {
            refuse(new AwsError("ServiceUnavailableException", "Service is unable to handle request.", 503));
        }

        /**
         * Rejects with this error, or with the corresponding code and status of CloudWatch, STS and Security Hub if they
         * have one.
         */
        public void error(String code, String message, int httpStatus) {
            refuse(new AwsError(code, message, httpStatus));
        }

        /**
         * Denies access: {@code AccessDeniedException}, HTTP 400 (CloudWatch, STS: {@code AccessDenied}, 403;
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

        /** Closes the connection without a response; the operation is not executed. */
        public void dropConnection() {
            define((request, service) -> Answer.NONE);
        }

        /**
         * Sends no response until {@link Faults#clear} or {@link LocalAws#close}, then closes the connection; the operation
         * is not executed.
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

        /** Responds with HTTP 200 and exactly this body; the operation is not executed. */
        public void body(String rawBody) {
            define((request, service) ->
                    Answer.of(200, request.api().protocol().contentType(), rawBody.getBytes(UTF_8), request.id()));
        }

        /**
         * Executes the operation, sends the content length of the whole response and half of its body, and closes the
         * connection.
         */
        public void truncate() {
            define((request, service) -> service.apply(request).cutOff());
        }

        /** Executes the operation and sends only the first half of the response's body, as well-formed HTTP. */
        public void cutJson() {
            define((request, service) -> service.apply(request).halved());
        }

        /**
         * Makes {@code PutEvaluations} store all evaluations except those of these resource ids, which it returns in
         * {@code FailedEvaluations}.
         */
        public void failEvaluations(Predicate<String> resourceId) {
            if (!operation.equals("PutEvaluations")) {
                throw new IllegalArgumentException(
                        "failEvaluations does not support " + operation + ". Supported: PutEvaluations.");
            }
            define((request, service) -> service.apply(request.withFailing(resourceId)));
        }

        /**
         * Makes {@code GetMetricData} return every result with this {@code StatusCode} and without values.
         *
         * @param statusCode such as {@code PartialData}, {@code InternalError} or {@code Forbidden}; sent unchanged
         * @throws IllegalArgumentException for another operation
         * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataResult.html">MetricDataResult</a>
         */
        public void metricStatus(String statusCode) {
            if (!operation.equals("GetMetricData")) {
                throw new IllegalArgumentException(
                        "metricStatus does not support " + operation + ". Supported: GetMetricData.");
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
         * Makes every page refer to itself: the response has the request's {@code NextToken}. The first page has its own
         * token, or a made-up one if it is the only page.
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

        /** Delays the response by this duration, or until {@link Faults#clear}. */
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
            // A copy, because the caller may define another fault with this selection.
            faults.add(new Fault(new Selection(this), new AtomicInteger(), effect));
        }

        private boolean matches(Request request) {
            return request.operation().equals(operation)
                    && (account.isEmpty() || request.location().account().equals(account))
                    && (region.isEmpty() || request.location().region().equals(region));
        }

        private int requirePositive(int n) {
            if (n < 1) {
                throw new IllegalArgumentException("Call number: invalid value: " + n + ". Expected: 1 or more.");
            }
            return n;
        }
    }
}
