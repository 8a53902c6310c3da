package io.github.daxguard;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The allowed dependencies of the packages of core and lambda, in addition to the JDK and JSpecify. */
class ArchitectureTest {

    private static final String ROOT_PACKAGE = "io.github.daxguard.";
    private static final String SDK = "software.amazon.awssdk.";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("/emulator/"))
            .importPackages("io.github.daxguard");

    @Test
    void rule_hasNoOtherDependencies() {
        assertDependsOnlyOn("rule");
    }

    @Test
    void contract_hasNoOtherDependencies() {
        assertDependsOnlyOn("contract");
    }

    @Test
    void aws_dependsOnRuleTheSdkAndTheJsonParser() {
        assertDependsOnlyOn("aws", ROOT_PACKAGE + "rule", "software.amazon.awssdk..", "com.fasterxml.jackson.core..");
    }

    @Test
    void dax_dependsOnRuleAwsAndTheSdksDax() {
        assertDependsOnlyOn(
                "dax", ROOT_PACKAGE + "rule", ROOT_PACKAGE + "aws", SDK + "services.dax..", SDK + "awscore..");
    }

    @Test
    void results_dependsOnRuleAwsAndTheSdksConfig() {
        assertDependsOnlyOn(
                "results", ROOT_PACKAGE + "rule", ROOT_PACKAGE + "aws", SDK + "services.config..", SDK + "awscore..");
    }

    @Test
    void config_dependsOnRuleJsonAwsResultsAndConfigEvent() {
        assertDependsOnlyOn(
                "config",
                ROOT_PACKAGE + "rule",
                ROOT_PACKAGE + "aws",
                ROOT_PACKAGE + "results",
                SDK + "services.config..",
                SDK + "awscore..",
                ROOT_PACKAGE + "json",
                "com.amazonaws.services.lambda.runtime.events");
    }

    @Test
    void json_dependsOnRuleAndJackson() {
        assertDependsOnlyOn(
                "json", ROOT_PACKAGE + "rule", "com.fasterxml.jackson.core..", "com.fasterxml.jackson.jr.ob");
    }

    @Test
    void template_dependsOnRuleAndJson() {
        assertDependsOnlyOn("template", ROOT_PACKAGE + "rule", ROOT_PACKAGE + "json");
    }

    @Test
    void change_dependsOnRuleJsonAwsAndResults() {
        assertDependsOnlyOn(
                "change", ROOT_PACKAGE + "rule", ROOT_PACKAGE + "json", ROOT_PACKAGE + "aws", ROOT_PACKAGE + "results");
    }

    @Test
    void digest_dependsOnRuleJsonAwsResultsAndTheSdksConfigS3AndSns() {
        assertDependsOnlyOn(
                "digest",
                ROOT_PACKAGE + "rule",
                ROOT_PACKAGE + "json",
                ROOT_PACKAGE + "aws",
                ROOT_PACKAGE + "results",
                SDK + "services.config..",
                SDK + "services.s3..",
                SDK + "services.sns..",
                SDK + "awscore..",
                SDK + "core..");
    }

    @Test
    void replacement_dependsOnRuleJsonDaxAndTheSdksDaxAndCloudWatch() {
        assertDependsOnlyOn(
                "replacement",
                ROOT_PACKAGE + "rule",
                ROOT_PACKAGE + "json",
                ROOT_PACKAGE + "aws",
                ROOT_PACKAGE + "dax",
                SDK + "services.dax..",
                SDK + "services.cloudwatch..",
                SDK + "awscore..",
                SDK + "core..");
    }

    @Test
    void packages_haveNoCycles() {
        slices().matching(ROOT_PACKAGE + "(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void environment_isReadInHandlerOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT_PACKAGE + "handler")
                .should()
                .callMethod(System.class, "getenv", String.class)
                .orShould()
                .callMethod(System.class, "getenv")
                .check(CLASSES);
    }

    @Test
    void entryPoints_areInHandler() {
        classes()
                .that()
                .areAssignableTo(RequestStreamHandler.class)
                .should()
                .resideInAPackage(ROOT_PACKAGE + "handler")
                .andShould()
                .haveSimpleNameEndingWith("Handler")
                .check(CLASSES);
    }

    private static void assertDependsOnlyOn(String packageName, String... others) {
        String[] allowed = new String[others.length + 4];
        allowed[0] = ROOT_PACKAGE + packageName;
        allowed[1] = "java..";
        allowed[2] = "org.jspecify..";
        allowed[3] = ROOT_PACKAGE + "contract";
        System.arraycopy(others, 0, allowed, 4, others.length);
        classes()
                .that()
                .resideInAPackage(ROOT_PACKAGE + packageName)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(allowed))
                .check(CLASSES);
    }
}
