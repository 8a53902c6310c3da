package io.github.daxguard.cli.doctor;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The validated options of one run.
 *
 * @param regions empty: the Region of the AWS settings
 * @param role the role to assume in each account of the organization
 * @param stack the name of the deployed stack
 * @param changeTest the cluster to tag
 * @param isConfirmed whether all questions are confirmed
 * @param report the file of the report without identifiers
 */
record DoctorOptions(
        Optional<String> profile,
        List<String> regions,
        boolean organization,
        Optional<String> role,
        boolean deployed,
        String stack,
        Optional<String> changeTest,
        boolean hookTest,
        boolean runbookTest,
        boolean isConfirmed,
        DeploymentSettings settings,
        Optional<Path> report) {

    DoctorOptions {
        regions = regions.stream().distinct().toList();
    }

    /** {@code preflight} or {@code deployed}. */
    String mode() {
        return deployed ? "deployed" : "preflight";
    }
}
