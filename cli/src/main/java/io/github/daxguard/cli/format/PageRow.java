package io.github.daxguard.cli.format;

import io.github.daxguard.cli.report.AuditedCluster;
import io.github.daxguard.cli.report.Judgement;
import io.github.daxguard.cli.report.Place.AccountRegion;
import io.github.daxguard.cli.report.Place.TemplateFile;
import io.github.daxguard.rule.Control;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A cluster in the page's list. */
record PageRow(AuditedCluster cluster) {

    /**
     * What the controls of these Security Hub ids say together.
     *
     * @param ids {@code DynamoDB.3, DynamoDB.7}
     * @param line {@code line 20}, if a template's line is known
     */
    record Saying(String ids, String text, Optional<String> line) {}

    /**
     * What is known of a property.
     *
     * @param style what the control says of it, as the style sheet calls it; empty if none does
     */
    record Property(String value, String style) {}

    PageVerdict verdict() {
        return PageVerdict.of(cluster);
    }

    String account() {
        return cluster.place() instanceof AccountRegion place ? PageText.of(place.account()) : "";
    }

    String accountName() {
        return cluster.place() instanceof AccountRegion place
                ? PageText.of(place.accountName().orElse(""))
                : "";
    }

    String region() {
        return cluster.place() instanceof AccountRegion place ? PageText.of(place.region()) : "";
    }

    String file() {
        return cluster.place() instanceof TemplateFile place ? PageText.of(place.path()) : "";
    }

    Optional<String> line() {
        return cluster.line().isPresent()
                ? Optional.of(String.valueOf(cluster.line().getAsInt()))
                : Optional.empty();
    }

    String name() {
        return PageText.of(cluster.name());
    }

    String arn() {
        return PageText.of(cluster.arn());
    }

    Property status() {
        return property(cluster.status(), "");
    }

    Property atRest() {
        return property(Control.ENCRYPTION_AT_REST, cluster.encryptionAtRest());
    }

    Property inTransit() {
        return property(Control.ENCRYPTION_IN_TRANSIT, cluster.endpointEncryption());
    }

    private Property property(Control control, String value) {
        String style = cluster.judgements().stream()
                .filter(judgement -> judgement.control() == control)
                .findFirst()
                .map(judgement -> switch (judgement.compliance()) {
                    case NON_COMPLIANT -> "bad";
                    case COMPLIANT -> "good";
                    case NOT_APPLICABLE -> "";
                })
                .orElse("");
        return property(value, style);
    }

    private Property property(String value, String style) {
        if (!value.isEmpty()) {
            return new Property(PageText.of(value), style);
        }
        return new Property(
                cluster.place() instanceof TemplateFile ? "not set" : "absent", (style + " absent").strip());
    }

    boolean isFinding() {
        return !cluster.findings().isEmpty();
    }

    /** The Security Hub ids of the controls that it does not meet. */
    String unmet() {
        return cluster.findings().stream()
                .map(judgement -> judgement.control().securityHubId())
                .collect(Collectors.joining(" "));
    }

    /** Why it is a finding, control by control. */
    List<Saying> whys() {
        Map<String, String> ids = new LinkedHashMap<>();
        for (Judgement judgement : cluster.findings()) {
            ids.merge(judgement.why(), judgement.control().securityHubId(), (one, other) -> one + ", " + other);
        }
        return ids.entrySet().stream()
                .map(why -> new Saying(why.getValue(), PageText.of(why.getKey()), Optional.empty()))
                .toList();
    }

    /** Why it is no finding, in sentences. */
    String why() {
        return cluster.judgements().stream()
                .filter(judgement -> judgement.compliance() == cluster.compliance())
                .map(Judgement::why)
                .distinct()
                .map(PageText::of)
                .collect(Collectors.joining(" "));
    }

    /** What to do about each finding. */
    List<Saying> remedies() {
        return cluster.findings().stream()
                .map(judgement -> new Saying(
                        judgement.control().securityHubId(),
                        PageText.of(judgement.whatToDo()),
                        judgement.line().isPresent()
                                ? Optional.of("line " + judgement.line().getAsInt())
                                : Optional.empty()))
                .toList();
    }

    /** The command that mends it, if there is one. */
    Optional<ReplaceCommandLine> command() {
        return ReplaceCommandLine.of(cluster);
    }

    /** Whether a person might look for such a command in vain. */
    boolean isBeyondReplace() {
        return ReplaceCommandLine.isRefused(cluster);
    }
}
