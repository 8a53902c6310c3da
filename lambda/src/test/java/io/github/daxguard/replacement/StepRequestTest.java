package io.github.daxguard.replacement;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepRequestTest {

    @Test
    void read_onlyWhatIsRequired_takesTheDefaults() {
        assertThat(read("{'step':'plan','cluster':'orders'}"))
                .isEqualTo(new StepRequest(
                        Step.PLAN,
                        new ReplacementRequest(
                                "orders",
                                "orders-v2",
                                Optional.empty(),
                                EndpointEncryption.KEEP,
                                50,
                                Optional.empty(),
                                Duration.ofMinutes(60),
                                false),
                        "",
                        false));
    }

    @Test
    void read_everythingAsText_asARunbookSendsIt() {
        assertThat(read("{'step':'delete','cluster':' Orders ','twin':'orders-b','nodeType':'dax.r5.large',"
                        + "'endpointEncryption':'TLS','nodeQuota':'80','endpointParameter':'/daxguard/orders',"
                        + "'quietMinutes':'15','requireMetrics':'true','confirm':'orders','orFail':'true'}"))
                .isEqualTo(new StepRequest(
                        Step.DELETE,
                        new ReplacementRequest(
                                "orders",
                                "orders-b",
                                Optional.of("dax.r5.large"),
                                EndpointEncryption.TLS,
                                80,
                                Optional.of("/daxguard/orders"),
                                Duration.ofMinutes(15),
                                true),
                        "orders",
                        true));
    }

    @Test
    void read_emptyAndNullMembers_countAsNotGiven() {
        assertThat(read("{'step':'plan','cluster':'orders','twin':'','nodeType':null,'endpointEncryption':'',"
                        + "'nodeQuota':'','endpointParameter':' ','quietMinutes':null,'confirm':null,'orFail':''}"))
                .isEqualTo(read("{'step':'plan','cluster':'orders'}"));
    }

    @Test
    void read_numbersAndBooleans_asTheyAre() {
        StepRequest request =
                read("{'step':'plan','cluster':'orders','nodeQuota':1000,'quietMinutes':5,'orFail':true}");

        assertThat(request.replacement().nodeQuota()).isEqualTo(1000);
        assertThat(request.replacement().quiet()).isEqualTo(Duration.ofMinutes(5));
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
    void defaultTwin_countsVersions(String cluster, String twin) {
        assertThat(ReplacementRequest.defaultTwin(cluster)).isEqualTo(twin);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            []                                                      | The request is no JSON object. Accepted: a JSON object.
            {'step':'plan'                                          | The request is broken or too deeply nested JSON
            {}                                                      | Request member step: missing, which is not accepted. Accepted: plan, create, verify, readiness, delete.
            {'step':'Plan','cluster':'orders'}                      | Request member step: "Plan" is not accepted.
            {'step':1,'cluster':'orders'}                           | Request member step: the number 1 is not accepted. Accepted: plan, create, verify, readiness, delete.
            {'step':'plan'}                                         | Request member cluster: missing, which is not accepted.
            {'step':'plan','cluster':['orders']}                    | Request member cluster: a list is not accepted.
            {'step':'plan','cluster':'1orders'}                     | Request member cluster: "1orders" is not accepted. Accepted: a DAX cluster's name: 1 to 20 letters
            {'step':'plan','cluster':'orders-'}                     | Request member cluster: "orders-"
            {'step':'plan','cluster':'or--ders'}                    | Request member cluster: "or--ders"
            {'step':'plan','cluster':'a-name-of-21-letters-'}       | Request member cluster
            {'step':'plan','cluster':'orders','twin':'ORDERS'}      | Request member twin: "orders" is not accepted. Accepted: another name than the cluster's own.
            {'step':'plan','cluster':'orders','nodeType':'r5'}      | Request member nodeType: "r5" is not accepted. Accepted: a DAX node type, such as dax.r5.large.
            {'step':'plan','cluster':'orders','endpointEncryption':'tls'} | Request member endpointEncryption: "tls" is not accepted. Accepted: keep or TLS.
            {'step':'plan','cluster':'orders','nodeQuota':0}        | Request member nodeQuota: "0" is not accepted. Accepted: 1 to 1000 nodes.
            {'step':'plan','cluster':'orders','nodeQuota':1001}     | Request member nodeQuota: "1001"
            {'step':'plan','cluster':'orders','nodeQuota':99999999999} | Request member nodeQuota: the number 99999999999 is not accepted. Accepted: a whole number of at most 9 digits.
            {'step':'plan','cluster':'orders','quietMinutes':4}     | Request member quietMinutes: "4" is not accepted. Accepted: 5 to 1440 minutes.
            {'step':'plan','cluster':'orders','quietMinutes':1441}  | Request member quietMinutes: "1441"
            {'step':'plan','cluster':'orders','quietMinutes':-60}   | Request member quietMinutes: the number -60 is not accepted.
            {'step':'plan','cluster':'orders','quietMinutes':60.5}  | Request member quietMinutes: the number 60.5 is not accepted. Accepted: a whole number of at most 9 digits.
            {'step':'plan','cluster':'orders','quietMinutes':true}  | Request member quietMinutes: true is not accepted.
            {'step':'plan','cluster':'orders','endpointParameter':'a b'} | Request member endpointParameter: "a b" is not accepted. Accepted: the name of an SSM parameter
            {'step':'plan','cluster':'orders','orFail':'yes'}       | Request member orFail: "yes" is not accepted. Accepted: true or false.
            {'step':'plan','cluster':'orders','orFail':1}           | Request member orFail: the number 1 is not accepted.
            {'step':'plan','cluster':'orders','quietMinute':60}     | Request member quietMinute: an unknown member is not accepted. Accepted: step, cluster, twin
            {'step':'plan','step':'delete','cluster':'orders'}      | has a name twice
            """)
    void read_whatIsNotAccepted_isNamed(String json, String message) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(InvalidStepRequestException.class)
                .hasMessageContaining(message);
    }

    private static StepRequest read(String json) {
        return StepRequest.read(json.replace('\'', '"').getBytes(UTF_8));
    }
}
