package io.github.daxguard.cli.report;

import static io.github.daxguard.cli.report.ControlReference.Framework.AWS_FSBP;
import static io.github.daxguard.cli.report.ControlReference.Framework.CIS_CONTROLS;
import static io.github.daxguard.cli.report.ControlReference.Framework.CSA_CCM;
import static io.github.daxguard.cli.report.ControlReference.Framework.HIPAA;
import static io.github.daxguard.cli.report.ControlReference.Framework.ISO_27001;
import static io.github.daxguard.cli.report.ControlReference.Framework.NIST_800_53;
import static io.github.daxguard.cli.report.ControlReference.Framework.PCI_DSS_4_0;
import static io.github.daxguard.cli.report.ControlReference.Framework.PCI_DSS_4_0_1;
import static io.github.daxguard.cli.report.ControlReference.Framework.SOC_2;

import io.github.daxguard.rule.Control;
import java.util.List;
import java.util.stream.Stream;

/**
 * The risk that a control addresses, and the requirements of compliance frameworks to which AWS Security Hub or Prowler maps it.
 * The sources are in {@code docs/reference/controls.md}.
 *
 * @param risk one sentence
 * @param requirements by framework, in the framework's order
 */
public record ControlReference(String risk, List<Requirement> requirements) {

    /** A compliance framework. The version is empty if the source does not state one. */
    public enum Framework {
        AWS_FSBP("AWS Foundational Security Best Practices", "v1.0.0"),
        NIST_800_53("NIST SP 800-53", "Rev. 5"),
        PCI_DSS_4_0_1("PCI DSS", "v4.0.1"),
        PCI_DSS_4_0("PCI DSS", "v4.0"),
        ISO_27001("ISO/IEC 27001", "2022"),
        SOC_2("SOC 2", ""),
        HIPAA("HIPAA", ""),
        CIS_CONTROLS("CIS Controls", "v8.1"),
        CSA_CCM("CSA Cloud Controls Matrix", "v4.0");

        private final String title;
        private final String version;

        Framework(String title, String version) {
            this.title = title;
            this.version = version;
        }

        public String title() {
            return title;
        }

        public String version() {
            return version;
        }

        /** The title and version: {@code PCI DSS v4.0.1}, {@code ISO/IEC 27001:2022}. */
        public String label() {
            return title + (version.isEmpty() ? "" : this == ISO_27001 ? ":" + version : " " + version);
        }
    }

    /** A requirement, with the identifier that the framework gives it. */
    public record Requirement(Framework framework, String id) {

        /** The notation that Security Hub uses: {@code NIST.800-53.r5 SC-28}, {@code PCI DSS v4.0.1/4.2.1}. */
        public String citation() {
            return framework == NIST_800_53 ? "NIST.800-53.r5 " + id : framework.label() + "/" + id;
        }
    }

    private static final ControlReference AT_REST = reference(
            "Without encryption at rest, the cached data that DAX writes to disk when it propagates changes to read replicas"
                    + " is unencrypted, whichever AWS KMS key encrypts the table.",
            List.of(
                    mapped(AWS_FSBP, "DynamoDB.3"),
                    mapped(NIST_800_53, "CA-9(1)", "CM-3(6)", "SC-13", "SC-28", "SC-28(1)", "SC-7(10)", "SI-7(6)"),
                    mapped(PCI_DSS_4_0, "3.5.1", "8.3.2"),
                    mapped(ISO_27001, "A.8.11", "A.8.24"),
                    mapped(HIPAA, "164.308(a)(4)(ii)(A)", "164.312(a)(2)(iv)", "164.312(e)(2)(ii)"),
                    mapped(CIS_CONTROLS, "3.11"),
                    mapped(CSA_CCM, "CEK-03")));

    private static final ControlReference IN_TRANSIT = reference(
            "Without encryption in transit, requests and responses, including the items in them, are unencrypted between"
                    + " the application and the nodes of the cluster.",
            List.of(
                    mapped(AWS_FSBP, "DynamoDB.7"),
                    mapped(NIST_800_53, "AC-17", "SC-8", "SC-13", "SC-23"),
                    mapped(PCI_DSS_4_0_1, "4.2.1"),
                    mapped(PCI_DSS_4_0, "2.2.7", "4.2.1", "4.2.1.1", "8.3.2"),
                    mapped(ISO_27001, "A.8.12", "A.8.24"),
                    mapped(SOC_2, "CC6.7"),
                    mapped(CIS_CONTROLS, "3.10"),
                    mapped(CSA_CCM, "CEK-03")));

    public static ControlReference of(Control control) {
        return switch (control) {
            case ENCRYPTION_AT_REST -> AT_REST;
            case ENCRYPTION_IN_TRANSIT -> IN_TRANSIT;
        };
    }

    /** The identifiers of that framework's requirements; empty if it has none for the control. */
    public List<String> ids(Framework framework) {
        return requirements.stream()
                .filter(requirement -> requirement.framework() == framework)
                .map(Requirement::id)
                .toList();
    }

    /** The frameworks that have a requirement for the control. */
    public List<Framework> frameworks() {
        return requirements.stream().map(Requirement::framework).distinct().toList();
    }

    private static ControlReference reference(String risk, List<List<Requirement>> requirements) {
        return new ControlReference(
                risk, requirements.stream().flatMap(List::stream).toList());
    }

    private static List<Requirement> mapped(Framework framework, String... ids) {
        return Stream.of(ids).map(id -> new Requirement(framework, id)).toList();
    }
}
