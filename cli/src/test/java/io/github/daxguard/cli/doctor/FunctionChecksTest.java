package io.github.daxguard.cli.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings and the code of the functions, compared with the template. */
class FunctionChecksTest {

    private static final String KEY = "60e05bd1b195af2f94112fa7197a5c88289058840ce7c6df9693756bc6250f55.zip";

    private final LocalDeployment deployment = new LocalDeployment();
    private final ObjectNode rule = deployment.function(LocalDeployment.RULE_FUNCTION);
    private final ObjectNode replacement = deployment.function(LocalDeployment.REPLACEMENT_FUNCTION);

    @AfterEach
    void stop() {
        deployment.close();
    }

    private static ObjectNode variables(ObjectNode function) {
        return (ObjectNode) function.path("Environment").path("Variables");
    }

    private void assertProblem(Check check, String... texts) {
        assertThat(deployment.outcome(check)).isEqualTo("PROBLEM");
        assertThat(deployment.evidence(check)).contains(texts);
    }

    @Test
    void changedVariable_isAProblemWithBothValues() {
        variables(rule).put("DAXGUARD_FREQUENCY_HOURS", "12");
        assertProblem(Check.FUNCTION_SETTINGS, LocalDeployment.RULE_FUNCTION, "DAXGUARD_FREQUENCY_HOURS", "12", "24");
    }

    @Test
    void additionalVariable_isAProblem() {
        variables(rule).put("DB_PASSWORD", "correct horse");
        assertProblem(Check.FUNCTION_SETTINGS, "DB_PASSWORD");
        assertThat(deployment.doctor.written()).doesNotContain("correct horse");
    }

    @Test
    void layerAndArchitecture_areCompared() {
        rule.putArray("Layers").addObject().put("Arn", "arn:aws:lambda:eu-west-1:444455556666:layer:other:1");
        assertProblem(Check.FUNCTION_SETTINGS, "Layers", "layer:other");
        rule.remove("Layers");
        rule.putArray("Architectures").add("x86_64");
        assertProblem(Check.FUNCTION_SETTINGS, "Architectures", "x86_64", "arm64");
    }

    @Test
    void missingVariables_areAProblem() {
        rule.remove("Environment");
        assertProblem(Check.FUNCTION_SETTINGS, "DAXGUARD_FREQUENCY_HOURS", "none");
    }

    @Test
    void variableWithAnAttribute_isComparedWithTheOutput() {
        variables(replacement).put("DAXGUARD_APPROVERS", "arn:aws:iam::111122223333:role/other");
        assertProblem(Check.FUNCTION_SETTINGS, "DAXGUARD_APPROVERS", "role/other");
    }

    /** The template has GetAtt of a resource without an output. */
    @Test
    void variableWithAnUnknownValue_mustExist() {
        deployment.outputs.remove("ApproverRoleArn");
        assertThat(deployment.outcome(Check.FUNCTION_SETTINGS)).isEqualTo("UNDECIDED");
        assertThat(deployment.evidence(Check.FUNCTION_SETTINGS)).contains("DAXGUARD_APPROVERS");
        variables(replacement).remove("DAXGUARD_APPROVERS");
        assertProblem(Check.FUNCTION_SETTINGS, "DAXGUARD_APPROVERS");
    }

    @Test
    void unreadableVariables_areUndecided() {
        rule.putObject("Environment").putObject("Error").put("ErrorCode", "AccessDeniedException");
        assertThat(deployment.outcome(Check.FUNCTION_SETTINGS)).isEqualTo("UNDECIDED");
    }

    @ParameterizedTest
    @CsvSource({
        "Handler, other.Handler",
        "Runtime, java21",
        "Timeout, 3",
        "MemorySize, 128",
    })
    void changedSetting_isAProblem(String setting, String value) {
        rule.put(setting, value);
        assertProblem(Check.FUNCTION_SETTINGS, setting, value);
        rule.remove(setting);
        assertProblem(Check.FUNCTION_SETTINGS, setting, "none");
    }

    @Test
    void otherLogGroup_isAProblem() {
        ((ObjectNode) rule.path("LoggingConfig")).put("LogGroup", "other");
        assertProblem(Check.FUNCTION_SETTINGS, "LogGroup", "other");
    }

    @ParameterizedTest
    @CsvSource({
        "State, Pending, UNDECIDED",
        "State, Inactive, UNDECIDED",
        "State, Failed, PROBLEM",
        "LastUpdateStatus, InProgress, UNDECIDED",
        "LastUpdateStatus, Failed, PROBLEM",
        "LastUpdateStatus, New, UNDECIDED"
    })
    void otherState_isNotOk(String member, String value, String outcome) {
        rule.put(member, value);
        assertThat(deployment.outcome(Check.FUNCTION_SETTINGS)).isEqualTo(outcome);
        rule.remove(member);
        assertThat(deployment.outcome(Check.FUNCTION_SETTINGS)).isEqualTo("UNDECIDED");
    }

    @Test
    void missingFunction_isAProblem() {
        deployment.functions.remove(LocalDeployment.REPLACEMENT_FUNCTION);
        assertProblem(Check.FUNCTION_SETTINGS, LocalDeployment.REPLACEMENT_FUNCTION);
        assertThat(deployment.doctor.outcome("function-code")).isEqualTo("NOT_CHECKED");
    }

    @Test
    void emptyResponse_isNeverOk() {
        deployment.doctor.aws.faults().on("GetFunctionConfiguration").body("{}");
        assertThat(deployment.outcome(Check.FUNCTION_SETTINGS)).isEqualTo("PROBLEM");
        assertThat(deployment.doctor.outcome("function-code")).isEqualTo("PROBLEM");
    }

    @Test
    void file_isDownloadedOnce() {
        assertThat(deployment.outcome(Check.FUNCTION_CODE)).isEqualTo("OK");
        assertThat(deployment.doctor.aws.calls("GetObject")).hasSize(1);
        assertThat(deployment.doctor.aws.calls("GetFunctionConfiguration")).hasSize(3);
    }

    @Test
    void otherFile_isDownloadedToo() {
        deployment.objects.put("other.zip", "other".getBytes(UTF_8));
        ((ObjectNode) deployment
                        .template
                        .path("Resources")
                        .path("ReplacementFunction592F5CFC")
                        .path("Properties")
                        .path("Code"))
                .put("S3Key", "other.zip");
        assertProblem(Check.FUNCTION_CODE, LocalDeployment.REPLACEMENT_FUNCTION);
        assertThat(deployment.doctor.aws.calls("GetObject")).hasSize(2);
    }

    @Test
    void changedCode_isAProblem() {
        String other = Base64.getEncoder().encodeToString(new byte[32]);
        replacement.put("CodeSha256", other);
        assertProblem(Check.FUNCTION_CODE, LocalDeployment.REPLACEMENT_FUNCTION, other);
    }

    @Test
    void changedFile_isAProblem() {
        deployment.objects.put(KEY, "changed".getBytes(UTF_8));
        assertProblem(Check.FUNCTION_CODE, LocalDeployment.RULE_FUNCTION);
    }

    @Test
    void removedFile_isUndecided() {
        deployment.objects.clear();
        assertThat(deployment.outcome(Check.FUNCTION_CODE)).isEqualTo("UNDECIDED");
    }

    @Test
    void removedBucket_isUndecided() {
        deployment.doctor.aws.faults().on("GetObject").error("NoSuchBucket", "The bucket does not exist", 404);
        assertThat(deployment.outcome(Check.FUNCTION_CODE)).isEqualTo("UNDECIDED");
    }

    /** S3 denies the download of a missing object too. */
    @Test
    void deniedDownload_namesBothReasons() {
        deployment.doctor.aws.faults().on("GetObject").deny();
        assertThat(deployment.outcome(Check.FUNCTION_CODE)).isEqualTo("NOT_CHECKED");
        assertThat(deployment.doctor.result("function-code").path("nextStep").asText())
                .contains("s3:GetObject", "s3:ListBucket");
    }

    @Test
    void interruptedDownload_isNotOk() {
        deployment.doctor.aws.faults().on("GetObject").truncate();
        assertThat(deployment.outcome(Check.FUNCTION_CODE)).isEqualTo("NOT_CHECKED");
    }

    @Test
    void interruptedDownload_isRepeated() {
        deployment.doctor.aws.faults().on("GetObject").call(1).truncate();
        assertThat(deployment.outcome(Check.FUNCTION_CODE)).isEqualTo("OK");
    }

    @ParameterizedTest
    @ValueSource(strings = {"S3Bucket", "S3Key"})
    void unknownFile_isUndecided(String member) {
        deployment.template.path("Resources").forEach(resource -> {
            if (resource.path("Properties").path("Code") instanceof ObjectNode code) {
                code.remove(member);
            }
        });
        assertThat(deployment.outcome(Check.FUNCTION_CODE)).isEqualTo("UNDECIDED");
    }
}
