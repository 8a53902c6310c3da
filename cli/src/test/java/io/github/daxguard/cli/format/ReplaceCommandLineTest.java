package io.github.daxguard.cli.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.daxguard.cli.report.EvaluatedCluster;
import io.github.daxguard.cli.report.SampleReports;
import io.github.daxguard.cli.report.Target;
import io.github.daxguard.cli.report.Target.AccountRegion;
import io.github.daxguard.cli.report.Target.TemplateFile;
import io.github.daxguard.rule.Cluster;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplaceCommandLineTest {

    private static final AccountRegion TARGET = new AccountRegion("111122223333", Optional.empty(), "eu-west-1");

    @ParameterizedTest
    @CsvSource({
        "DISABLED, TLS,  both,                  daxguard replace orders --region eu-west-1",
        "DISABLED, NONE, both,                  daxguard replace orders --region eu-west-1 --endpoint-encryption TLS",
        "'',       '',   both,                  daxguard replace orders --region eu-west-1 --endpoint-encryption TLS",
        "ENABLING, TLS,  both,                  daxguard replace orders --region eu-west-1",
        "DISABLED, NONE, encryption-at-rest,    daxguard replace orders --region eu-west-1",
        "DISABLED, NONE, encryption-in-transit, daxguard replace orders --region eu-west-1 --endpoint-encryption TLS",
        "DISABLED, TLS,  encryption-in-transit, ''",
        "ENABLED,  NONE, both,                  daxguard replace orders --region eu-west-1 --endpoint-encryption TLS",
        "ENABLED,  TLS,  both,                  ''"
    })
    void of_liveCluster_isTheCommandThatReplacesIt(String atRest, String inTransit, String controls, String command) {
        assertThat(command(cluster(TARGET, "orders", atRest, inTransit, controls)))
                .isEqualTo(command);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a;reboot", "$(id)", "--yes", "a\nb", "a'b", "\u202eorders"})
    void of_nameThatIsNotOneShellWord_isEmpty(String name) {
        assertThat(command(cluster(TARGET, name, "DISABLED", "NONE", "both"))).isEmpty();
        assertThat(command(cluster(
                        new AccountRegion("111122223333", Optional.empty(), name), "a", "DISABLED", "NONE", "both")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "shop          | daxguard replace orders --profile shop --region eu-west-1",
                "shop/admin@eu | daxguard replace orders --profile shop/admin@eu --region eu-west-1",
                "shop admin    | daxguard replace orders --profile 'shop admin' --region eu-west-1",
                "a'b;$(id)     | daxguard replace orders --profile 'a'\\''b;$(id)' --region eu-west-1",
                "=shop         | daxguard replace orders --profile '=shop' --region eu-west-1",
                "--yes         | \"\"",
                "a\u202eb      | \"\""
            })
    void of_clusterOfAProfile_namesTheProfileQuotedForAShell(String profile, String command) {
        AccountRegion target = new AccountRegion("111122223333", Optional.empty(), Optional.of(profile), "eu-west-1");

        assertThat(command(cluster(target, "orders", "DISABLED", "TLS", "both")))
                .isEqualTo(command);
    }

    @Test
    void of_declaredCluster_isEmpty() {
        EvaluatedCluster cluster = cluster(new TemplateFile("shop.yaml"), "Orders", "DISABLED", "NONE", "both");

        assertThat(command(cluster)).isEmpty();
    }

    private static String command(EvaluatedCluster cluster) {
        return ReplaceCommandLine.of(cluster).map(ReplaceCommandLine::line).orElse("");
    }

    private static EvaluatedCluster cluster(
            Target target, String name, String atRest, String inTransit, String controls) {
        Cluster cluster = new Cluster(name, "arn", "available", atRest, inTransit);
        EvaluatedCluster all = SampleReports.evaluated(target, cluster, SampleReports.NO_EXEMPTIONS);
        return new EvaluatedCluster(
                target,
                cluster,
                OptionalInt.empty(),
                all.evaluations().stream()
                        .filter(evaluation -> controls.equals("both")
                                || controls.equals(evaluation.control().parameterValue()))
                        .toList());
    }
}
