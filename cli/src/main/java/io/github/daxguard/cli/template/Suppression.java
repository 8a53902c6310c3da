package io.github.daxguard.cli.template;

import static io.github.daxguard.rule.Control.ENCRYPTION_AT_REST;
import static io.github.daxguard.rule.Control.ENCRYPTION_IN_TRANSIT;

import io.github.daxguard.rule.Control;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A suppression of a check of another tool that corresponds to a control.
 *
 * @param id of the other tool's check
 * @param reason in the author's words; empty if there is none
 */
record Suppression(String tool, String id, Control control, String reason, int line) {

    /** The text before the IDs in comments for checkov. */
    static final String COMMENT = ":skip=";

    private static final Pattern COMMENT_IDS =
            Pattern.compile("(?:checkov|bridgecrew|cortex):skip= *(?<ids>[A-Za-z0-9_,]+)(?::(?<reason>.*))?");

    private static final Map<String, Control> CHECKOV =
            Map.of("CKV_AWS_47", ENCRYPTION_AT_REST, "CKV_AWS_239", ENCRYPTION_IN_TRANSIT);

    private static final Map<String, Control> CFN_NAG = Map.of("W83", ENCRYPTION_AT_REST);

    /** Names in the AWS Guard Rules Registry, and in the proactive controls of AWS Control Tower. */
    private static final Map<String, Control> GUARD = Map.of(
            "DAX_ENCRYPTION_ENABLED", ENCRYPTION_AT_REST,
            "DAX_TLS_ENDPOINT_ENCRYPTION", ENCRYPTION_IN_TRANSIT,
            "dax_cluster_encryption_enabled_check", ENCRYPTION_AT_REST,
            "dax_tls_endpoint_encryption_check", ENCRYPTION_IN_TRANSIT);

    /** The suppressions in a resource's metadata and in the comments inside the resource. */
    static List<Suppression> of(Tree resource, List<Tree.Comment> comments) {
        List<Suppression> all = new ArrayList<>();
        resource.value("Metadata").ifPresent(metadata -> {
            all.addAll(inMetadata(metadata, "checkov", "skip", CHECKOV));
            all.addAll(inMetadata(metadata, "cfn_nag", "rules_to_suppress", CFN_NAG));
            all.addAll(inMetadata(metadata, "guard", "SuppressedRules", GUARD));
        });
        for (Tree.Comment comment : comments) {
            Matcher found = COMMENT_IDS.matcher(comment.text());
            while (found.find()) {
                String reason = Optional.ofNullable(found.group("reason")).orElse("");
                Arrays.stream(found.group("ids").split(",", -1))
                        .flatMap(id -> of("checkov", id, CHECKOV, reason, comment.line()).stream())
                        .forEach(all::add);
            }
        }
        return all;
    }

    /** The items are IDs, or objects with an ID and a comment or reason. */
    private static List<Suppression> inMetadata(Tree metadata, String tool, String list, Map<String, Control> ids) {
        return metadata.value(tool).flatMap(member -> member.value(list)).map(Tree::items).orElse(List.of()).stream()
                .flatMap(item -> item.text().or(() -> item.value("id").flatMap(Tree::text)).stream()
                        .flatMap(id -> of(tool, id, ids, reason(item), item.line()).stream()))
                .toList();
    }

    private static String reason(Tree item) {
        return item.value("comment")
                .or(() -> item.value("reason"))
                .flatMap(Tree::text)
                .orElse("");
    }

    private static Optional<Suppression> of(String tool, String id, Map<String, Control> ids, String reason, int line) {
        return Optional.ofNullable(ids.get(id)).map(control -> new Suppression(tool, id, control, reason, line));
    }

    /** The suppression, as the source of an exemption in messages. */
    String words() {
        return tool + " suppression " + id + (reason.isBlank() ? "" : " " + Value.quoted(reason.strip()));
    }
}
