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

/** The dependencies between the packages of core and lambda: what each may use besides the JDK and JSpecify's annotations. */
class ArchitectureTest {

    private static final String OURS = "io.github.daxguard.";
    private static final String SDK = "software.amazon.awssdk.";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("/emulator/"))
            .importPackages("io.github.daxguard");

    @Test
    void rule_touchesNothingElse() {
        touchesOnly("rule");
    }

    @Test
    void contract_touchesNothingElse() {
        touchesOnly("contract");
    }

    @Test
    void aws_touchesRuleTheSdkAndTheJsonParser() {
        touchesOnly("aws", OURS + "rule", "software.amazon.awssdk..", "com.fasterxml.jackson.core..");
    }

    @Test
    void dax_touchesRuleAwsAndTheSdksDax() {
        touchesOnly("dax", OURS + "rule", OURS + "aws", SDK + "services.dax..", SDK + "awscore..");
    }

    @Test
    void results_touchesRuleAwsAndTheSdksConfig() {
        touchesOnly("results", OURS + "rule", OURS + "aws", SDK + "services.config..", SDK + "awscore..");
    }

    @Test
    void config_touchesRuleJsonAwsResultsAndConfigEvent() {
        touchesOnly(
                "config",
                OURS + "rule",
                OURS + "aws",
                OURS + "results",
                SDK + "services.config..",
                SDK + "awscore..",
                OURS + "json",
                "com.amazonaws.services.lambda.runtime.events");
    }

    @Test
    void json_touchesRuleAndJackson() {
        touchesOnly("json", OURS + "rule", "com.fasterxml.jackson.core..", "com.fasterxml.jackson.jr.ob");
    }

    @Test
    void template_touchesRuleAndJson() {
        touchesOnly("template", OURS + "rule", OURS + "json");
    }

    @Test
    void change_touchesWhatReadsMessagesAndStartsRules() {
        touchesOnly("change", OURS + "rule", OURS + "json", OURS + "aws", OURS + "results");
    }

    @Test
    void replacement_touchesRuleJsonDaxAndTheSdksDaxAndCloudWatch() {
        touchesOnly(
                "replacement",
                OURS + "rule",
                OURS + "json",
                OURS + "aws",
                OURS + "dax",
                SDK + "services.dax..",
                SDK + "services.cloudwatch..",
                SDK + "awscore..",
                SDK + "core..");
    }

    @Test
    void packages_haveNoCycles() {
        slices().matching(OURS + "(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void environment_isReadInHandlerAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackage(OURS + "handler")
                .should()
                .callMethod(System.class, "getenv", String.class)
                .orShould()
                .callMethod(System.class, "getenv")
                .check(CLASSES);
    }

    @Test
    void entryPoints_liveInHandler() {
        classes()
                .that()
                .areAssignableTo(RequestStreamHandler.class)
                .should()
                .resideInAPackage(OURS + "handler")
                .andShould()
                .haveSimpleNameEndingWith("Handler")
                .check(CLASSES);
    }

    private static void touchesOnly(String room, String... others) {
        String[] allowed = new String[others.length + 4];
        allowed[0] = OURS + room;
        allowed[1] = "java..";
        allowed[2] = "org.jspecify..";
        allowed[3] = OURS + "contract";
        System.arraycopy(others, 0, allowed, 4, others.length);
        classes()
                .that()
                .resideInAPackage(OURS + room)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(allowed))
                .check(CLASSES);
    }
}
