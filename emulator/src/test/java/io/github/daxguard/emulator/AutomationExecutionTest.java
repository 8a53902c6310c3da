package io.github.daxguard.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.AutomationExecution;
import software.amazon.awssdk.services.ssm.model.AutomationExecutionNotFoundException;
import software.amazon.awssdk.services.ssm.model.AutomationExecutionStatus;
import software.amazon.awssdk.services.ssm.model.SsmException;
import software.amazon.awssdk.services.ssm.model.StepExecution;

class AutomationExecutionTest {
    private static final String ID = "4105a4fc-f944-11e6-9d32-0a1b2c3d495e";

    private final LocalAws aws = LocalAws.start();
    private final Estate estate = aws.estate(Sdk.ACCOUNT, Sdk.REGION);
    private final SsmClient ssm = Sdk.of(aws).ssm();

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void getAutomationExecution_existing_answersAllOfIt() {
        estate.putExecution(LocalExecution.inProgress(ID, "Replace", Map.of("ClusterName", List.of("orders")))
                .step("approve", "aws:approve", "Success"));

        AutomationExecution execution = get(ID);

        assertThat(execution.automationExecutionId()).isEqualTo(ID);
        assertThat(execution.documentName()).isEqualTo("Replace");
        assertThat(execution.automationExecutionStatus()).isEqualTo(AutomationExecutionStatus.IN_PROGRESS);
        assertThat(execution.parameters()).isEqualTo(Map.of("ClusterName", List.of("orders")));
        assertThat(execution.stepExecutions())
                .extracting(StepExecution::stepName, StepExecution::action, StepExecution::stepStatusAsString)
                .containsExactly(tuple("approve", "aws:approve", "Success"));
        assertThat(execution.stepExecutionsTruncated()).isFalse();
    }

    @Test
    void getAutomationExecution_unknown_isRefused() {
        estate.putExecution(LocalExecution.inProgress(ID, "Replace", Map.of()));
        estate.clearExecutions();

        assertThatThrownBy(() -> get(ID)).isInstanceOf(AutomationExecutionNotFoundException.class);
    }

    @Test
    void getAutomationExecution_idOfAnotherLength_isRefused() {
        assertThatThrownBy(() -> get("orders"))
                .isInstanceOfSatisfying(
                        SsmException.class,
                        refusal -> assertThat(refusal.awsErrorDetails().errorCode())
                                .isEqualTo("ValidationException"));
    }

    private AutomationExecution get(String id) {
        return ssm.getAutomationExecution(request -> request.automationExecutionId(id))
                .automationExecution();
    }
}
