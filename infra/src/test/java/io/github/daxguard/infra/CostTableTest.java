package io.github.daxguard.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CostTableTest {

    @Test
    void lines_areInTheDocumentation() throws IOException {
        assertThat(Files.readAllLines(Path.of("..", "docs", "reference", "cost.md")))
                .containsSubsequence(CostTable.lines());
    }

    @Test
    void lines_hourlyWith200Clusters_reportTwentyTimesLess() {
        assertThat(CostTable.lines())
                .contains(
                        "| 200 | One_Hour | 288,000: $250.40 | 12,522: $12.52 | $5.40 | $255.80 | **$17.92** | $250.40 |");
    }
}
