package io.github.daxguard.cli.template;

import io.github.daxguard.rule.Exemption;
import io.github.daxguard.rule.ExemptionEntry;
import io.github.daxguard.rule.ExemptionTerm;
import io.github.daxguard.rule.Glob;
import java.util.List;
import java.util.Optional;

/** Resources of templates and plans that are exempt by logical ID, address or CDK path, each with an optional last day. */
final class ExemptResources {

    /** No resource is exempt. */
    static final ExemptResources NONE = new ExemptResources("", List.of());

    private static final char IN_PATH = '/';

    private final String list;
    private final List<ExemptionEntry> entries;

    private ExemptResources(String list, List<ExemptionEntry> entries) {
        this.list = list;
        this.entries = List.copyOf(entries);
    }

    /**
     * Reads a list such as {@code Orders,Shop/Cache/*@2027-03-31}.
     *
     * @param name of the list, for messages
     * @throws io.github.daxguard.rule.InvalidRuleParameterException if an entry is empty, or its last day is not a valid date
     */
    static ExemptResources parse(String name, String value) {
        return new ExemptResources(
                name,
                ExemptionEntry.list(
                        name,
                        value,
                        text -> text.isBlank() || text.chars().anyMatch(Character::isISOControl)
                                ? Optional.empty()
                                : Optional.of(text),
                        "comma-separated logical IDs, Terraform addresses or CDK paths, each with optional * wildcards and an "
                                + "optional last day, such as Orders,Shop/Cache/*@2027-03-31"));
    }

    /**
     * Whether a resource is exempt. Only an entry with a slash, or one that matches everything, is compared with a path, so that
     * the pattern of an ID does not match paths that contain it. The ID of a resource in an embedded template is also a path.
     *
     * @param id the logical ID, or the address in Terraform
     * @param cdkPath empty if it is not known
     */
    Exemption of(String id, String cdkPath, ExemptionTerm term) {
        return ExemptionEntry.of(
                entries,
                entry -> matches(entry.glob(), id)
                        || (isOfPath(entry.glob()) && entry.glob().matches(cdkPath)),
                list,
                term);
    }

    private static boolean matches(Glob glob, String id) {
        return (isOfPath(glob) || glob.matchesAll() || id.indexOf(IN_PATH) < 0) && glob.matches(id);
    }

    private static boolean isOfPath(Glob glob) {
        return glob.text().indexOf(IN_PATH) >= 0;
    }
}
