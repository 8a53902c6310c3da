package io.github.daxguard.cli.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.regions.Region;

class DaxRegionsTest {

    private static final String BOTOCORE = """
            import botocore.session
            s = botocore.session.get_session()
            print(*(r for p in s.get_available_partitions() for r in s.get_available_regions('dax', p)))
            """;

    @ParameterizedTest
    @CsvSource({"aws, 32", "aws-cn, 2", "aws-us-gov, 2", "aws-iso, 0"})
    void of_partition_hasItsRegions(String partition, int number) {
        assertThat(DaxRegions.of(partition)).hasSize(number);
    }

    /** A new version of the list needs its date. */
    @Test
    void version_isThatOfTheModule() throws IOException {
        Properties module = new Properties();
        try (InputStream in =
                Region.class.getResourceAsStream("/META-INF/maven/software.amazon.awssdk/regions/pom.properties")) {
            module.load(in);
        }
        assertThat(module.getProperty("version")).isEqualTo(DaxRegions.VERSION);
    }

    /** moto is installed with the newest botocore, whose list is updated as AWS opens Regions. */
    @Test
    void of_everyPartition_hasTheRegionsOfBotocore() throws Exception {
        Process python;
        try {
            python = new ProcessBuilder("python3", "-c", BOTOCORE).start();
        } catch (IOException e) {
            requireInCi("python3 is not available: " + e.getMessage());
            return;
        }
        String regions = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(python.waitFor(60, TimeUnit.SECONDS)).isTrue();
        if (python.exitValue() != 0) {
            requireInCi("python3 does not have botocore (pip install 'moto[server]')");
        }

        assertThat(List.of(regions.strip().split(" ")))
                .contains("eu-west-1", "cn-north-1")
                .allSatisfy(region ->
                        assertThat(DaxRegions.of(DaxRegions.partition(region))).contains(region));
    }

    private static void requireInCi(String absence) {
        assertThat(System.getenv()).as(absence).doesNotContainKey("CI");
        assumeThat(false).as(absence).isTrue();
    }
}
