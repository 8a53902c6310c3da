package io.github.daxguard.replacement;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.daxguard.rule.Control;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepRequestTest {

    @Test
    void read_requiredMembers_usesTheDefaults() {
        assertThat(read("{'step':'plan','cluster':'orders'}"))
                .isEqualTo(new StepRequest(
                        Step.PLAN,
                        new ReplacementRequest(
                                "orders",
                                "orders-v2",
                                Optional.empty(),
                                EndpointEncryption.KEEP,
                                50,
                                Duration.ofMinutes(60),
                                true,
                                Set.of(),
                                List.of(Control.values())),
                        "",
                        "",
                        false));
    }

    @Test
    void read_allMembersAsStrings_areAccepted() {
        assertThat(
                        read(
                                "{'step':'delete','cluster':' Orders ','replacementCluster':'orders-b','nodeType':'dax.r5.large',"
                                        + "'endpointEncryption':'TLS','nodeQuota':'80',"
                                        + "'quietMinutes':'75','requireMetrics':'true','acceptDifferences':'subnetGroup, IAMROLE',"
                                        + "'confirm':'orders','executionId':'4105a4fc-f944-11e6-9d32-0a1b2c3d495e','orFail':'true'}"))
                .isEqualTo(new StepRequest(
                        Step.DELETE,
                        new ReplacementRequest(
                                "orders",
                                "orders-b",
                                Optional.of("dax.r5.large"),
                                EndpointEncryption.TLS,
                                80,
                                Duration.ofMinutes(75),
                                true,
                                Set.of(Attribute.SUBNET_GROUP, Attribute.IAM_ROLE),
                                List.of(Control.values())),
                        "orders",
                        "4105a4fc-f944-11e6-9d32-0a1b2c3d495e",
                        true));
    }

    @Test
    void read_emptyAndNullMembers_areTreatedAsMissing() {
        assertThat(
                        read(
                                "{'step':'plan','cluster':'orders','replacementCluster':'','nodeType':null,'endpointEncryption':'',"
                                        + "'nodeQuota':'','quietMinutes':null,'requireMetrics':'','acceptDifferences':'','executionId':null,'confirm':null,'orFail':''}"))
                .isEqualTo(read("{'step':'plan','cluster':'orders'}"));
    }

    @Test
    void read_numbersAndBooleans_areAccepted() {
        StepRequest request =
                read("{'step':'plan','cluster':'orders','nodeQuota':1000,'quietMinutes':1440,'orFail':true}");

        assertThat(request.replacement().nodeQuota()).isEqualTo(1000);
        assertThat(request.replacement().quiet()).isEqualTo(Duration.ofDays(1));
        assertThat(request.orFail()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            orders              | orders-v2
            orders-v2           | orders-v3
            ORDERS-V2           | orders-v3
            orders-v9           | orders-v10
            orders-v            | orders-v-v2
            orders-v0           | orders-v0-v2
            v2                  | v2-v2
            orders-v99999       | orders-v99999-v2
            recommendations-eu-1| recommendations-eu-1-v2
            """)
    void defaultReplacement_versionedName_incrementsTheVersion(String cluster, String replacementCluster) {
        assertThat(ReplacementRequest.defaultReplacement(cluster)).isEqualTo(replacementCluster);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            []                                                      | Request: invalid value: a list, not a JSON object. Expected: a JSON object.
            {'step':'plan'                                          | Request: invalid value: JSON that is invalid, too deeply nested
            {}                                                      | Request member step: missing. Expected: plan, create, verify, readiness, delete.
            {'step':'Plan','cluster':'orders'}                      | Request member step: invalid value: "Plan".
            {'step':1,'cluster':'orders'}                           | Request member step: invalid value: the number 1. Expected: plan, create, verify, readiness, delete.
            {'step':'plan'}                                         | Request member cluster: missing.
            {'step':'plan','cluster':['orders']}                    | Request member cluster: invalid value: a list.
            {'step':'plan','cluster':'1orders'}                     | Request member cluster: invalid value: "1orders". Expected: a DAX cluster's name: 1 to 20 letters
            {'step':'plan','cluster':'orders-'}                     | Request member cluster: invalid value: "orders-"
            {'step':'plan','cluster':'or--ders'}                    | Request member cluster: invalid value: "or--ders"
            {'step':'plan','cluster':'a-name-of-21-letters-'}       | Request member cluster
            {'step':'plan','cluster':'orders','replacementCluster':'ORDERS'}      | Request member replacementCluster: invalid value: "orders". Expected: another name than the cluster's own.
            {'step':'plan','cluster':'orders','nodeType':'r5'}      | Request member nodeType: invalid value: "r5". Expected: a DAX node type, such as dax.r5.large.
            {'step':'plan','cluster':'orders','endpointEncryption':'tls'} | Request member endpointEncryption: invalid value: "tls". Expected: keep or TLS.
            {'step':'plan','cluster':'orders','nodeQuota':0}        | Request member nodeQuota: invalid value: "0". Expected: 1 to 1000 nodes.
            {'step':'plan','cluster':'orders','nodeQuota':1001}     | Request member nodeQuota: invalid value: "1001"
            {'step':'plan','cluster':'orders','nodeQuota':99999999999} | Request member nodeQuota: invalid value: the number 99999999999. Expected: a whole number of at most 9 digits.
            {'step':'plan','cluster':'orders','quietMinutes':59}     | Request member quietMinutes: invalid value: the number 59. Expected: 60 to 1440 minutes (the deployment setting minQuietMinutes is 60).
            {'step':'plan','cluster':'orders','quietMinutes':1441}  | Request member quietMinutes: invalid value: "1441"
            {'step':'plan','cluster':'orders','quietMinutes':-60}   | Request member quietMinutes: invalid value: the number -60.
            {'step':'plan','cluster':'orders','quietMinutes':60.5}  | Request member quietMinutes: invalid value: the number 60.5. Expected: a whole number of at most 9 digits.
            {'step':'plan','cluster':'orders','quietMinutes':true}  | Request member quietMinutes: invalid value: true.
            {'step':'plan','cluster':'orders','requireMetrics':false} | Request member requireMetrics: invalid value: false. Expected: true (only the deployment setting
            {'step':'plan','cluster':'orders','requireMetrics':'no'} | Request member requireMetrics: invalid value: "no". Expected: true or false.
            {'step':'plan','cluster':'orders','acceptDifferences':'subnet'} | Request member acceptDifferences: invalid value: "subnet". Expected: nodeType, nodes,
            {'step':'plan','cluster':'orders','acceptDifferences':['iamRole',1]} | Request member acceptDifferences: invalid value: the number 1.
            {'step':'plan','cluster':'orders','acceptDifferences':{}} | Request member acceptDifferences: invalid value: an empty object.
            {'step':'plan','cluster':'orders','orFail':'yes'}       | Request member orFail: invalid value: "yes". Expected: true or false.
            {'step':'plan','cluster':'orders','orFail':1}           | Request member orFail: invalid value: the number 1.
            {'step':'plan','cluster':'orders','quietMinute':60}     | Request member quietMinute: invalid value: an unknown member. Expected: step, cluster, replacementCluster
            {'step':'plan','step':'delete','cluster':'orders'}      | Request: invalid value: JSON that is invalid, too deeply nested, or has a duplicate name
            """)
    void read_invalidRequest_namesTheMember(String json, String message) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(InvalidStepRequestException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void read_acceptDifferencesAsList_isAccepted() {
        assertThat(read("{'step':'verify','cluster':'orders','acceptDifferences':['availabilityZones']}")
                        .replacement()
                        .acceptDifferences())
                .containsExactly(Attribute.AVAILABILITY_ZONES);
    }

    /** A request can be stricter than its deployment, but not weaker. */
    @ParameterizedTest
    @CsvSource({"10, true, 30, true", "10, true, 10, true", "10, false, 60, true", "10, false, 10, false"})
    void read_weakerPolicy_isTheMinimum(int minutes, boolean metrics, int requestedMinutes, boolean requestedMetrics) {
        ReplacementPolicy policy = new ReplacementPolicy(
                List.of(Control.ENCRYPTION_AT_REST), Duration.ofMinutes(minutes), metrics, List.of());

        ReplacementRequest byDefault =
                read("{'step':'plan','cluster':'orders'}", policy).replacement();
        ReplacementRequest requested = read(
                        "{'step':'plan','cluster':'orders','quietMinutes':" + requestedMinutes + ",'requireMetrics':"
                                + requestedMetrics + "}",
                        policy)
                .replacement();

        assertThat(byDefault.quiet()).isEqualTo(Duration.ofMinutes(minutes));
        assertThat(byDefault.requireMetrics()).isEqualTo(metrics);
        assertThat(byDefault.controls()).containsExactly(Control.ENCRYPTION_AT_REST);
        assertThat(requested.quiet()).isEqualTo(Duration.ofMinutes(requestedMinutes));
        assertThat(requested.requireMetrics()).isEqualTo(requestedMetrics);
    }

    /** The delay of CloudWatch is the minimum for every policy. */
    @Test
    void read_quietMinutesBelowTheLag_isRefused() {
        ReplacementPolicy policy = new ReplacementPolicy(List.of(), Duration.ofMinutes(10), true, List.of());

        assertThatThrownBy(() -> read("{'step':'plan','cluster':'orders','quietMinutes':9}", policy))
                .isInstanceOf(InvalidStepRequestException.class)
                .hasMessageContaining(
                        "Request member quietMinutes: invalid value: the number 9. Expected: 10 to 1440 minutes");
    }

    private static StepRequest read(String json) {
        return read(json, ReplacementPolicy.DEFAULT);
    }

    private static StepRequest read(String json, ReplacementPolicy policy) {
        return StepRequest.read(json.replace('\'', '"').getBytes(UTF_8), policy);
    }
}
