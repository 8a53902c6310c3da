package io.github.daxguard.cli.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.daxguard.aws.AwsClients;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that do not depend on the AWS settings of the machine; {@code DaxguardJarIT} has the others. */
class AwsAccessTest {

    @ParameterizedTest
    @ValueSource(strings = {"eu-west-1", "us-gov-east-1", "cn-northwest-1", "eusc-de-east-1"})
    void open_regionGiven_createsClientsForIt(String region) {
        try (AwsClients clients = AwsAccess.bySettings().open(Optional.of(region), Optional.empty())) {
            assertThat(clients.region().id()).isEqualTo(region);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ireland", "eu-west", "eu-west-1a", "EU-WEST-1", "eu-west-1.example.com/", "-1"})
    void open_invalidRegion_reportsTheExpectedForm(String region) {
        assertThatThrownBy(() -> AwsAccess.bySettings().open(Optional.of(region), Optional.empty()))
                .isInstanceOf(NoAccessException.class)
                .hasMessage("invalid Region \"" + region + "\". Expected: a Region such as eu-west-1.");
    }

    @Test
    void open_unknownProfile_reportsItsName() {
        assertThatThrownBy(() -> AwsAccess.bySettings()
                        .open(Optional.of("eu-west-1"), Optional.of("daxguard has no such profile")))
                .isInstanceOf(NoAccessException.class)
                .hasMessageStartingWith("the profile \"daxguard has no such profile\" does not exist");
    }
}
