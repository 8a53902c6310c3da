package io.github.daxguard.cli.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.daxguard.aws.AwsClients;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What does not depend on the settings of whoever runs the tests; {@code DaxguardJarIT} tests the rest. */
class AwsAccessTest {

    @ParameterizedTest
    @ValueSource(strings = {"eu-west-1", "us-gov-east-1", "cn-northwest-1", "eusc-de-east-1"})
    void open_regionGiven_isTheClients(String region) {
        try (AwsClients clients = AwsAccess.bySettings().open(Optional.of(region), Optional.empty())) {
            assertThat(clients.region().id()).isEqualTo(region);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ireland", "eu-west", "eu-west-1a", "EU-WEST-1", "eu-west-1.example.com/", "-1"})
    void open_noRegion_saysWhatIsExpected(String region) {
        assertThatThrownBy(() -> AwsAccess.bySettings().open(Optional.of(region), Optional.empty()))
                .isInstanceOf(NoAccessException.class)
                .hasMessage("\"" + region + "\" is no Region: expected one such as eu-west-1.");
    }

    @Test
    void open_noSuchProfile_saysSo() {
        assertThatThrownBy(() -> AwsAccess.bySettings()
                        .open(Optional.of("eu-west-1"), Optional.of("daxguard has no such profile")))
                .isInstanceOf(NoAccessException.class)
                .hasMessageStartingWith("There is no profile \"daxguard has no such profile\"");
    }
}
