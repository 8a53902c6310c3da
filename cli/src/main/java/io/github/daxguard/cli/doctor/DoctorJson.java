package io.github.daxguard.cli.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes a report as JSON. A change or removal of a member increments {@link #FORMAT_VERSION}. */
final class DoctorJson {

    static final int FORMAT_VERSION = 1;

    /** ASCII only, because names can contain control characters. */
    private static final ObjectWriter JSON = JsonMapper.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build()
            .writerWithDefaultPrettyPrinter();

    private DoctorJson() {}

    static String of(DoctorReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", "daxguard-doctor");
        json.put("formatVersion", FORMAT_VERSION);
        json.put("toolVersion", report.version());
        json.put("at", report.begin().toString());
        json.put("mode", report.mode());
        json.put("interrupted", report.isStopped());
        json.put("exitCode", report.exitCode());
        Map<String, Object> totals = new LinkedHashMap<>();
        report.totals().forEach((outcome, number) -> totals.put(outcome.name(), number));
        json.put("totals", totals);
        json.put("results", report.results().stream().map(DoctorJson::of).toList());
        if (!report.configured().isEmpty()) {
            json.put("configuration", report.configured().members());
        }
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write as JSON: " + json, e);
        }
    }

    private static Map<String, Object> of(CheckResult result) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("check", result.check().id());
        json.put("account", result.account());
        json.put("region", result.region());
        json.put("outcome", result.finding().outcome().name());
        json.put("evidence", result.finding().evidence().text());
        json.put("nextStep", result.finding().nextStep().text());
        json.put("missingPermissions", result.finding().missingPermissions());
        return json;
    }
}
