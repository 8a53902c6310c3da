package io.github.daxguard.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.daxguard.emulator.CloudFormation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A template is deployed twice, through CloudFormation and its hook: as it was written, then as the hook wants it.
 *
 * @param logicalId the cluster's name in the template
 * @param written its properties at first
 * @param mended its properties then
 * @param mentions what the hook's refusal must contain
 */
record HookAct(
        String title,
        String before,
        Instant at,
        String logicalId,
        JsonNode written,
        JsonNode mended,
        List<String> mentions,
        String after)
        implements Act {

    HookAct {
        mentions = List.copyOf(mentions);
    }

    @Override
    public Scene play(Stage stage) {
        stage.waitUntil(at);
        HookScene.Attempt first = attempt(stage, written);
        HookScene.Attempt second = attempt(stage, mended);
        List<String> differences = new ArrayList<>();
        if (first.outcome().created() || first.isThere()) {
            differences.add(logicalId + ": expected that the hook stops it, but the cluster was made");
        }
        for (String mention : mentions) {
            if (!first.outcome().message().contains(mention)) {
                differences.add("The hook: expected \"" + mention + "\", but it said \""
                        + first.outcome().message() + "\"");
            }
        }
        if (!second.outcome().created() || !second.isThere()) {
            differences.add(logicalId + ": expected to be made, but: "
                    + second.outcome().message());
        }
        return new HookScene(logicalId, first, second, differences);
    }

    private HookScene.Attempt attempt(Stage stage, JsonNode properties) {
        CloudFormation.Outcome outcome = stage.deploy(logicalId, properties);
        return new HookScene.Attempt(
                properties,
                outcome,
                stage.hasCluster(properties.path("ClusterName").asText()),
                stage.takeHookLog());
    }
}
