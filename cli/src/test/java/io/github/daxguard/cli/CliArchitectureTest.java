package io.github.daxguard.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The dependencies between the packages of the command line. */
class CliArchitectureTest {

    private static final String CLI = "io.github.daxguard.cli.";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.github.daxguard.cli");

    @Test
    void packages_haveNoCycles() {
        slices().matching(CLI + "(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void commands_doNotDependOnTheMainPackage() {
        noClasses()
                .that()
                .resideInAPackage(CLI + "*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.github.daxguard.cli")
                .check(CLASSES);
    }

    @Test
    void report_dependsOnlyOnTheRule() {
        noClasses()
                .that()
                .resideInAPackage(CLI + "report")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(CLI + "report", "io.github.daxguard.rule", "java..", "org.jspecify..")
                .check(CLASSES);
    }

    @Test
    void formatsAndTemplates_doNotDependOnTheSdk() {
        noClasses()
                .that()
                .resideInAnyPackage(CLI + "report", CLI + "format", CLI + "template", CLI + "options")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("software.amazon.awssdk..")
                .check(CLASSES);
    }
}
