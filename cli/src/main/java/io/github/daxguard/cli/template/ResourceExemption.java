package io.github.daxguard.cli.template;

import io.github.daxguard.cli.report.ControlEvaluation;
import io.github.daxguard.rule.Compliance;
import io.github.daxguard.rule.Exemption;
import io.github.daxguard.rule.LastDay;
import io.github.daxguard.rule.ShortText;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The exemptions of a declared cluster that do not depend on its name and tags: the option {@code --exempt-resources}, the
 * metadata of its resource, and suppressions for other tools.
 */
final class ResourceExemption {

    private static final String METADATA = "Metadata";
    private static final String CDK_PATH = "aws:cdk:path";
    private static final String TOOL = "daxguard";
    private static final String EXEMPT = "exempt";
    private static final String UNTIL = "until";
    private static final int LONGEST_REASON = 200;

    private final Criteria criteria;
    private final List<Exemption> exemptions = new ArrayList<>();
    private final List<String> invalid = new ArrayList<>();
    private final List<Suppression> suppressions;

    private ResourceExemption(Criteria criteria, List<Suppression> suppressions) {
        this.criteria = criteria;
        this.suppressions = suppressions;
    }

    /** For a resource without metadata. */
    static ResourceExemption of(Criteria criteria, String id) {
        return of(criteria, id, "", List.of());
    }

    /** For a resource of CloudFormation. */
    static ResourceExemption of(Criteria criteria, String id, Tree resource, List<Suppression> suppressions) {
        ResourceExemption exemption = of(criteria, id, cdkPath(resource), suppressions);
        resource.value(METADATA).flatMap(metadata -> metadata.value(TOOL)).ifPresent(exemption::addDeclared);
        return exemption;
    }

    private static ResourceExemption of(Criteria criteria, String id, String cdkPath, List<Suppression> suppressions) {
        ResourceExemption exemption = new ResourceExemption(criteria, suppressions);
        exemption.exemptions.add(criteria.exemptResources().of(id, cdkPath, criteria.term()));
        return exemption;
    }

    /** The path of the construct in the CDK app; empty if it is not known. */
    static String cdkPath(Tree resource) {
        return resource.value(METADATA)
                .flatMap(metadata -> metadata.value(CDK_PATH))
                .flatMap(Tree::text)
                .orElse("");
    }

    /** Adds the exemption of the metadata. An unknown member invalidates it, because it can be a misspelled last day. */
    private void addDeclared(Tree declared) {
        Optional<String> unknown = declared.members().keySet().stream()
                .filter(name -> !Set.of(EXEMPT, UNTIL).contains(name))
                .findFirst();
        Optional<String> reason =
                declared.value(EXEMPT).flatMap(Tree::text).map(String::strip).filter(text -> !text.isEmpty());
        Optional<Tree> until = declared.value(UNTIL);
        Optional<LocalDate> lastDay =
                until.flatMap(Tree::text).map(String::strip).flatMap(LastDay::parse);
        if (unknown.isPresent()) {
            addInvalid("unknown member " + Value.quoted(unknown.get()) + ". Expected: exempt and until");
        } else if (reason.isEmpty()) {
            addInvalid("exempt is not a string with the reason");
        } else if (until.isPresent() && lastDay.isEmpty()) {
            addInvalid("until"
                    + until.flatMap(Tree::text)
                            .map(text -> " " + Value.quoted(text))
                            .orElse("") + " is not a date (YYYY-MM-DD)");
        } else {
            String words = METADATA + " " + TOOL + " \"" + ShortText.of(reason.get(), LONGEST_REASON) + "\"";
            exemptions.add(criteria.term().of(Exemption.Source.of(words), lastDay));
        }
    }

    private void addInvalid(String problem) {
        invalid.add(METADATA + " " + TOOL + " is ignored: " + problem + ".");
    }

    /** Applies the exemption to a finding: exempt, or with the reasons why no exemption applies. */
    ControlEvaluation applyTo(ControlEvaluation evaluation) {
        if (!evaluation.isFinding()) {
            return evaluation;
        }
        List<Exemption> all = new ArrayList<>(exemptions);
        if (criteria.honorsSuppressions()) {
            suppressions.stream()
                    .filter(suppression -> suppression.control() == evaluation.control())
                    .map(suppression -> criteria.term().of(Exemption.Source.of(suppression.words()), Optional.empty()))
                    .forEach(all::add);
        }
        Optional<Exemption> granted =
                all.stream().filter(Exemption.Granted.class::isInstance).findFirst();
        List<String> sentences = new ArrayList<>(List.of(evaluation.reason()));
        granted.ifPresentOrElse(exemption -> sentences.add(exemption.explanation()), () -> {
            all.stream()
                    .map(Exemption::explanation)
                    .filter(text -> !text.isEmpty())
                    .forEach(sentences::add);
            sentences.addAll(invalid);
        });
        String reason = String.join(" ", sentences);
        return new ControlEvaluation(
                evaluation.control(),
                granted.isPresent() ? Compliance.NOT_APPLICABLE : evaluation.compliance(),
                granted.isPresent(),
                granted.isEmpty() && (evaluation.hasIgnoredExemption() || sentences.size() > 1),
                reason,
                reason,
                granted.isPresent() ? "" : evaluation.remediation(),
                evaluation.line());
    }
}
