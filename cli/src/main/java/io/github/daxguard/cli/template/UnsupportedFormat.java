package io.github.daxguard.cli.template;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Recognizes files of other tools that are not supported, and states which file to check instead. */
final class UnsupportedFormat {

    static final String EXPECTED_TEMPLATE =
            "Expected: a CloudFormation template in YAML or JSON, or the output of terraform show -json for a plan or a state.";

    static final String EXPECTED_PLAN =
            "Run terraform plan -out plan.bin, and check the output of terraform show -json plan.bin.";

    static final String PLAN_ALONE =
            "Save only the output of terraform show -json. With the GitHub action setup-terraform, set terraform_wrapper: false.";

    static final String EXPECTED_SERVERLESS = "Run serverless package, and check the folder .serverless.";

    static final String JSON = ".json";

    private static final String STATE =
            "The storage format of Terraform states is not supported. Check the output of terraform "
                    + "show -json terraform.tfstate (OpenTofu: tofu show -json).";

    private static final String NOT_SUPPORTED =
            " are not supported. After the deployment, daxguard scan evaluates the clusters.";

    private UnsupportedFormat() {}

    /**
     * The problem and the advice for a file from which another program generates the declarations.
     *
     * @param name of the file, in lower case
     */
    static Optional<String> ofName(String name) {
        return switch (FileKind.of(name).orElse(FileKind.UNNAMED)) {
            case TERRAFORM ->
                name.endsWith(JSON)
                        ? Optional.empty()
                        : Optional.of("Terraform configuration is not supported. " + EXPECTED_PLAN);
            case SOURCE_OF_TEMPLATE ->
                Optional.of("This file is the source of a template. Run the program that generates the template, and "
                        + "check its output.");
            case SERVERLESS_CODE -> Optional.of("Configuration in code is not supported. " + EXPECTED_SERVERLESS);
            default -> Optional.empty();
        };
    }

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
            return EXPECTED_SERVERLESS;
        }
        if (hasOne(names, "resource", "provider", "terraform", "module")) {
            return EXPECTED_PLAN;
        }
        if (hasOne(names, "deployment", "checkpoint") || names.containsAll(List.of("runtime", "name"))) {
            return "Files of Pulumi" + NOT_SUPPORTED;
        }
        if (names.containsAll(List.of("apiVersion", "kind"))) {
            return "Kubernetes manifests" + NOT_SUPPORTED;
        }
        if (hasOne(names, "artifacts", "tree")) {
            return "This file describes a CDK cloud assembly. Check the folder that contains it.";
        }
        return EXPECTED_TEMPLATE;
    }

    private static boolean hasOne(Set<String> names, String... wanted) {
        return List.of(wanted).stream().anyMatch(names::contains);
    }
}
