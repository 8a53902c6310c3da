package io.github.daxguard.cli.replace;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.daxguard.cli.access.CallerIdentity;
import io.github.daxguard.cli.process.ExitCode;
import io.github.daxguard.cli.report.ConfiguredOptions;
import io.github.daxguard.replacement.Blocker;
import io.github.daxguard.replacement.Step;
import io.github.daxguard.replacement.StepResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one run of the command did and what remains, for the exit code and for {@code --format json}. The schema is
 * {@code docs/replacement.schema.json}; a change or removal of a member increments {@link #FORMAT_VERSION}.
 */
final class ReplaceDocument {

    static final int FORMAT_VERSION = 1;

    /** How a run ended. */
    enum Outcome {
        /** The source cluster is deleted or being deleted, the replacement cluster is verified, and the rules are started. */
        REPLACED(ExitCode.CLEAN),
        /** The source cluster meets the controls. */
        NOT_NEEDED(ExitCode.CLEAN),
        /** In a dry run: there are no blockers. */
        POSSIBLE(ExitCode.CLEAN),
        /** A blocker must be removed. */
        BLOCKED(ExitCode.FINDINGS),
        /** The same command continues later. */
        WAITING(ExitCode.FINDINGS),
        /** A question was not answered with yes, or requires an option. */
        CONFIRMATION_REQUIRED(ExitCode.FINDINGS),
        /** A request to AWS failed or was denied. */
        FAILED(ExitCode.INCOMPLETE);

        private final int exitCode;

        Outcome(int exitCode) {
            this.exitCode = exitCode;
        }

        int exitCode() {
            return exitCode;
        }
    }

    private final ReplaceOptions options;
    private final String version;
    private final Instant begin;
    private final ConfiguredOptions configured;
    private final Map<Step, StepResult> results = new EnumMap<>(Step.class);
    private String region = "";
    private Optional<CallerIdentity> identity = Optional.empty();
    private Outcome outcome = Outcome.FAILED;
    private String message = "";
    private List<Blocker> blockers = List.of();
    private boolean isPublished;
    private boolean isSourceDeleted;
    private boolean rulesRemain;

    ReplaceDocument(ReplaceOptions options, String version, Instant begin, ConfiguredOptions configured) {
        this.options = options;
        this.version = version;
        this.begin = begin;
        this.configured = configured;
        this.rulesRemain = !options.rules().isEmpty();
    }

    void region(String id) {
        region = id;
    }

    void identity(CallerIdentity caller) {
        identity = Optional.of(caller);
    }

    /** Records the last result of a step. */
    <T extends StepResult> T record(Step step, T result) {
        results.put(step, result);
        return result;
    }

    /** The endpoint was written to the parameter. */
    void published() {
        isPublished = true;
    }

    /** The source cluster is deleted or being deleted. */
    void sourceDeleted() {
        isSourceDeleted = true;
    }

    /** The rules were started after the deletion. */
    void rulesStarted() {
        rulesRemain = false;
    }

    void end(Outcome how, String why) {
        end(how, why, List.of());
    }

    void end(Outcome how, String why, List<Blocker> all) {
        outcome = how;
        message = why;
        blockers = List.copyOf(all);
    }

    int exitCode() {
        return outcome.exitCode();
    }

    String json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", "daxguard-replacement");
        json.put("formatVersion", FORMAT_VERSION);
        json.put("toolVersion", version);
        json.put("at", begin.toString());
        json.put("cluster", options.cluster());
        json.put("replacementCluster", options.replacementCluster());
        json.put("region", region);
        identity.ifPresent(caller -> {
            json.put("account", caller.account());
            json.put("caller", caller.arn());
        });
        json.put("dryRun", options.dryRun());
        json.put("outcome", outcome.name());
        json.put("exitCode", exitCode());
        json.put("message", message);
        json.put("blockers", json(blockers));
        json.put(
                "differences",
                verified().map(result -> result.members().get("differences")).orElse(List.of()));
        json.put("endpoint", verified().map(StepResult.Verified::endpoint).orElse(""));
        json.put("steps", steps());
        json.put("remaining", remaining());
        if (!configured.isEmpty()) {
            json.put("configuration", configured.members());
        }
        try {
            return ReplaceOutput.JSON.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write as JSON: " + json, e);
        }
    }

    private Optional<StepResult.Verified> verified() {
        return Optional.ofNullable(results.get(Step.VERIFY)).map(StepResult.Verified.class::cast);
    }

    private List<Map<String, Object>> steps() {
        List<Map<String, Object>> steps = new ArrayList<>();
        results.forEach((step, result) -> {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("step", step.jsonName());
            json.putAll(result.members());
            if (json.containsKey("blockers")) {
                // In the terms of the command line instead of those of a step's request.
                json.put("blockers", json(blockers(result)));
            }
            steps.add(json);
        });
        return steps;
    }

    private static List<Blocker> blockers(StepResult result) {
        if (result instanceof StepResult.Planned planned) {
            return planned.blockers();
        }
        if (result instanceof StepResult.Verified verified) {
            return verified.blockers();
        }
        return result instanceof StepResult.Readiness readiness ? readiness.blockers() : List.of();
    }

    private static List<Map<String, Object>> json(List<Blocker> blockers) {
        return blockers.stream()
                .map(blocker -> {
                    Map<String, Object> json = new LinkedHashMap<>();
                    json.put("problem", blocker.problem());
                    json.put("remedy", blocker.remedy().name());
                    json.put("value", blocker.value());
                    json.put("message", ReplaceMessages.of(blocker));
                    return json;
                })
                .toList();
    }

    /** The steps that the next runs perform. */
    private List<String> remaining() {
        if (outcome == Outcome.NOT_NEEDED) {
            return List.of();
        }
        List<String> remaining = new ArrayList<>();
        if (!isSourceDeleted
                && verified().map(result -> result.status().isEmpty()).orElse(true)) {
            remaining.add(Step.CREATE.jsonName());
        }
        if (verified().filter(StepResult.Verified::verified).isEmpty()) {
            remaining.add(Step.VERIFY.jsonName());
        }
        if (!isSourceDeleted) {
            if (options.endpointParameter().isPresent() && !isPublished) {
                remaining.add("publish");
            }
            remaining.add(Step.DELETE.jsonName());
        }
        if (rulesRemain) {
            remaining.add("startRules");
        }
        return remaining;
    }
}
