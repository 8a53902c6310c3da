package io.github.daxguard.cli.format;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.daxguard.cli.report.FindingKey;
import io.github.daxguard.cli.report.Report.Subject;
import io.github.daxguard.rule.Compliance;
import io.github.daxguard.rule.Control;
import io.github.daxguard.rule.ShortText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads the findings of a previous report that {@link JsonWriter} wrote. */
public final class BaselineReader {

    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();
    private static final int LONGEST_QUOTE = 60;

    private final String name;

    private BaselineReader(String name) {
        this.name = name;
    }

    /** Reads all findings of a file, those known to its own baseline included. Findings of unknown controls are left out. */
    public static Set<FindingKey> read(Path file, Subject subject) throws UnreadableBaselineException {
        BaselineReader reader = new BaselineReader(file.toString());
        try (InputStream in = Files.newInputStream(file)) {
            JsonNode report = reader.parsed(in);
            reader.check(report, subject);
            return reader.findings(report);
        } catch (NoSuchFileException e) {
            throw reader.refusal("the file does not exist", e);
        } catch (AccessDeniedException e) {
            throw reader.refusal("permission to read the file is denied", e);
        } catch (IOException e) {
            throw reader.refusal("the file cannot be read: " + e.getMessage(), e);
        }
    }

    private Set<FindingKey> findings(JsonNode report) throws UnreadableBaselineException {
        Set<FindingKey> keys = new HashSet<>();
        for (JsonNode cluster : required(report, "clusters", JsonNode::isArray, "the report")) {
            addFindings(cluster, keys);
        }
        for (JsonNode key : report.path("baseline").path("known")) {
            add(
                    text(key, "target", "a known finding"),
                    text(key, "cluster", "a known finding"),
                    text(key, "control", "a known finding"),
                    keys);
        }
        return Set.copyOf(keys);
    }

    private JsonNode parsed(InputStream in) throws IOException, UnreadableBaselineException {
        try {
            JsonNode report = JSON.readTree(in);
            if (report.isMissingNode()) {
                throw refusal("the file is empty", null);
            }
            return report;
        } catch (JsonProcessingException e) {
            JsonLocation location = e.getLocation();
            throw refusal("it is not valid JSON" + (location == null ? "" : " (line " + location.getLineNr() + ")"), e);
        }
    }

    private void check(JsonNode report, Subject subject) throws UnreadableBaselineException {
        if (!report.path("format").asText().equals(JsonWriter.FORMAT)) {
            throw refusal("it is not a daxguard report", null);
        }
        int version = required(report, "formatVersion", JsonNode::canConvertToInt, "the report")
                .asInt();
        if (version != JsonWriter.FORMAT_VERSION) {
            throw refusal(
                    "its formatVersion is " + version + ". This version of daxguard reads formatVersion "
                            + JsonWriter.FORMAT_VERSION + " only",
                    null);
        }
        String former = text(report, "subject", "the report");
        if (!former.equals(subject.name())) {
            throw refusal(
                    "it is a report on " + words(former) + ". Expected: a report on " + words(subject.name()), null);
        }
    }

    private static String words(String subject) {
        return ShortText.of(subject.toLowerCase(Locale.ROOT), LONGEST_QUOTE);
    }

    private void addFindings(JsonNode cluster, Set<FindingKey> keys) throws UnreadableBaselineException {
        String clusterName = text(cluster, "name", "a cluster");
        String where = "the cluster " + ShortText.of(clusterName, LONGEST_QUOTE);
        String target = text(required(cluster, "target", JsonNode::isObject, where), "name", "the target of " + where);
        for (JsonNode evaluation : required(cluster, "evaluations", JsonNode::isArray, where)) {
            if (text(evaluation, "compliance", where).equals(Compliance.NON_COMPLIANT.name())) {
                add(target, clusterName, text(evaluation, "control", where), keys);
            }
        }
    }

    private static void add(String target, String cluster, String control, Set<FindingKey> keys) {
        Control.ofParameterValue(control).ifPresent(known -> keys.add(new FindingKey(target, cluster, known)));
    }

    private String text(JsonNode object, String member, String where) throws UnreadableBaselineException {
        return required(object, member, JsonNode::isTextual, where).asText();
    }

    private JsonNode required(JsonNode object, String member, Predicate<JsonNode> type, String where)
            throws UnreadableBaselineException {
        JsonNode value = object.path(member);
        if (!type.test(value)) {
            throw refusal(where + " has no valid \"" + member + "\"", null);
        }
        return value;
    }

    private UnreadableBaselineException refusal(String reason, @Nullable Throwable cause) {
        return new UnreadableBaselineException(
                "The baseline " + name + " cannot be used: " + reason
                        + ". Specify a report that this version of daxguard wrote with --format json.",
                cause);
    }
}
