package io.github.daxguard.cli.template;

import java.util.List;
import java.util.Set;

/** Recognizes files of other tools that are not read, and states which file to check instead. */
final class UnsupportedFormat {

    private static final String STATE =
            "This is a state in the format in which Terraform stores it. Check what terraform "
                    + "show -json terraform.tfstate writes (of OpenTofu: tofu show -json).";

    private static final String NO_TEMPLATE =
            " which is not read. After the deployment, daxguard scan evaluates the clusters.";

    private UnsupportedFormat() {}

    /**
     * The advice for a file that is not a template, a plan or a state that {@code terraform show -json} writes.
     *
     * @param names of the outermost object's members
     */
    static String advice(Set<String> names) {
        if (hasOne(names, "terraform_version", "encrypted_data")) {
            return STATE;
        }
        if (names.contains("service") && hasOne(names, "provider", "package")) {
            return NotEvaluatedException.EXPECTED_SERVERLESS;
        }
        if (hasOne(names, "resource", "provider", "terraform", "module")) {
            return NotEvaluatedException.EXPECTED_PLAN;
        }
        if (hasOne(names, "deployment", "checkpoint") || names.containsAll(List.of("runtime", "name"))) {
            return "This is a file of Pulumi," + NO_TEMPLATE;
        }
        if (names.containsAll(List.of("apiVersion", "kind"))) {
            return "This is a manifest of Kubernetes," + NO_TEMPLATE;
        }
        if (hasOne(names, "artifacts", "tree")) {
            return "This file describes a cloud assembly of the CDK. Check the folder that contains it.";
        }
        return NotEvaluatedException.EXPECTED_TEMPLATE;
    }

    private static boolean hasOne(Set<String> names, String... wanted) {
        return List.of(wanted).stream().anyMatch(names::contains);
    }
}
