package io.github.daxguard.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What of a finding breaks the AWS Security Finding Format, in the words of Security Hub: of the members that every
 * finding must have, and of those that a check of compliance is likely to have.
 *
 * @see <a href="https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsSecurityFinding.html">AwsSecurityFinding</a>
 */
final class FindingFormat {
    private static final List<String> LABELS = List.of("INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL");
    private static final Pattern TYPE = Pattern.compile(
            "(Software and Configuration Checks|TTPs|Effects|Unusual Behaviors|Sensitive Data Identifications)"
                    + "(/[^/]+){0,2}");

    private final List<String> found = new ArrayList<>();

    private FindingFormat() {}

    /**
     * What is wrong, each a clause; empty if nothing is.
     *
     * @param json the same finding, as it was sent
     */
    static List<String> breaches(Input finding, JsonNode json) {
        FindingFormat format = new FindingFormat();
        format.checkRequired(finding);
        format.checkSeverity(finding);
        format.checkOptional(finding);
        format.checkResources(finding.structures("Resources").orElse(List.of()));
        format.checkNotBlank("data", json);
        return List.copyOf(format.found);
    }

    private void checkRequired(Input finding) {
        if (required(finding, "data", "SchemaVersion", 10)
                && finding.text("SchemaVersion").filter("2018-10-08"::equals).isEmpty()) {
            found.add("data.SchemaVersion should be equal to one of the allowed values");
        }
        required(finding, "data", "Id", 512);
        required(finding, "data", "ProductArn", 2048);
        required(finding, "data", "GeneratorId", 512);
        required(finding, "data", "AwsAccountId", 12);
        required(finding, "data", "Title", 256);
        required(finding, "data", "Description", 1024);
        for (String member : List.of("CreatedAt", "UpdatedAt")) {
            required(finding, "data", member, 64);
            time(finding, member);
        }
    }

    /** A label stands at the top or in what is the provider's own. */
    private void checkSeverity(Input finding) {
        Optional<Input> own =
                finding.structure("FindingProviderFields").flatMap(fields -> fields.structure("Severity"));
        Optional<Input> severity = finding.structure("Severity");
        if (severity.or(() -> own).isEmpty()) {
            missing("data", "Severity");
        }
        severity.ifPresent(level -> checkLevel(level, "data.Severity"));
        own.ifPresent(level -> checkLevel(level, "data.FindingProviderFields.Severity"));
    }

    private void checkLevel(Input level, String path) {
        oneOf(level, path, "Label", LABELS);
        level.integer("Normalized")
                .filter(value -> value < 0 || value > 100)
                .ifPresent(value -> found.add(path + ".Normalized should be in the range 0 to 100"));
        if (level.text("Label").isEmpty() && level.integer("Normalized").isEmpty()) {
            missing(path, "Label");
        }
    }

    private void checkOptional(Input finding) {
        longest(finding, "data", "ProductName", 128);
        longest(finding, "data", "CompanyName", 128);
        time(finding, "FirstObservedAt");
        time(finding, "LastObservedAt");
        oneOf(finding, "data", "RecordState", List.of("ACTIVE", "ARCHIVED"));
        checkTypes(finding, "data");
        finding.structure("FindingProviderFields").ifPresent(own -> checkTypes(own, "data.FindingProviderFields"));
        finding.structure("Compliance").ifPresent(compliance -> {
            oneOf(compliance, "data.Compliance", "Status", List.of("PASSED", "WARNING", "FAILED", "NOT_AVAILABLE"));
            for (Input reason : compliance.structures("StatusReasons").orElse(List.of())) {
                required(reason, "data.Compliance.StatusReasons", "ReasonCode", 100);
                longest(reason, "data.Compliance.StatusReasons", "Description", 2048);
            }
        });
        finding.structure("Remediation")
                .flatMap(remediation -> remediation.structure("Recommendation"))
                .ifPresent(recommendation -> longest(recommendation, "data.Remediation.Recommendation", "Text", 512));
        checkMap(finding, "data", "ProductFields", 50, 128, 2048);
    }

    private void checkTypes(Input structure, String path) {
        List<String> types = structure.texts("Types").orElse(List.of());
        most(types.size(), path + ".Types", 50);
        types.stream()
                .filter(type -> !TYPE.matcher(type).matches())
                .forEach(type -> found.add(path + ".Types should match pattern \"" + TYPE + "\""));
    }

    private void checkResources(List<Input> resources) {
        if (resources.isEmpty()) {
            found.add("data.Resources should NOT have fewer than 1 items");
        }
        most(resources.size(), "data.Resources", 32);
        for (Input resource : resources) {
            required(resource, "data.Resources", "Type", 256);
            required(resource, "data.Resources", "Id", 512);
            longest(resource, "data.Resources", "Region", 16);
            oneOf(resource, "data.Resources", "Partition", List.of("aws", "aws-cn", "aws-us-gov"));
            resource.structure("Details")
                    .ifPresent(details -> checkMap(details, "data.Resources.Details", "Other", 50, 128, 1024));
        }
    }

    private void checkMap(Input structure, String path, String member, int entries, int key, int value) {
        Map<String, String> map = structure.textMap(member).orElse(Map.of());
        String name = path + "." + member;
        most(map.size(), name, entries);
        map.forEach((k, v) -> {
            if (k.isBlank() || k.length() > key) {
                found.add(name + " should have keys of 1 to " + key + " characters");
            }
            longest(v, name + "." + k, value);
        });
    }

    /** Every text of the format has at least one character that is none of white space. */
    private void checkNotBlank(String path, JsonNode node) {
        if (node.isTextual() && node.textValue().isBlank()) {
            found.add(path + " should match pattern \".*\\S.*\"");
        }
        node.properties().forEach(member -> checkNotBlank(path + "." + member.getKey(), member.getValue()));
        if (node.isArray()) {
            node.forEach(element -> checkNotBlank(path, element));
        }
    }

    private boolean required(Input structure, String path, String member, int max) {
        if (structure.text(member).isEmpty()) {
            missing(path, member);
            return false;
        }
        longest(structure, path, member, max);
        return true;
    }

    private void missing(String path, String member) {
        found.add(path + " should have required property '" + member + "'");
    }

    private void longest(Input structure, String path, String member, int max) {
        structure.text(member).ifPresent(text -> longest(text, path + "." + member, max));
    }

    private void longest(String text, String path, int max) {
        if (text.length() > max) {
            found.add(path + " should NOT be longer than " + max + " characters");
        }
    }

    private void most(int size, String path, int max) {
        if (size > max) {
            found.add(path + " should NOT have more than " + max + " items");
        }
    }

    private void oneOf(Input structure, String path, String member, List<String> accepted) {
        if (structure.text(member).filter(text -> !accepted.contains(text)).isPresent()) {
            found.add(path + "." + member + " should be equal to one of the allowed values");
        }
    }

    private void time(Input finding, String member) {
        finding.text(member).ifPresent(text -> {
            try {
                OffsetDateTime.parse(text);
            } catch (DateTimeException e) {
                found.add("data." + member + " should match format \"date-time\"");
            }
        });
    }
}
