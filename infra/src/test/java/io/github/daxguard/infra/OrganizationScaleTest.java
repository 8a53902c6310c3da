package io.github.daxguard.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code -Ddaxguard.updateGolden=true} writes the tables into the page: review the differences before you commit them. */
@RequiresNode
class OrganizationScaleTest {

    private static final Path PAGE = Path.of("..", "docs", "reference", "organization-at-scale.md");

    /** A table of the page, between two lines of its own. */
    private static final Pattern TABLE = Pattern.compile("(?s)<!-- table (\\w+) -->\n(.*?)<!-- end -->\n");

    private final OrganizationScale scale =
            new OrganizationScale(alarms(Contexts.STACK_SETS), alarms(withoutRealTime(Contexts.STACK_SETS)));

    @Test
    void page_containsTheComputedTables() throws IOException {
        Map<String, List<String>> tables = scale.tables();
        String page = Files.readString(PAGE);
        String expected = TABLE.matcher(page)
                .replaceAll(table -> Matcher.quoteReplacement("<!-- table " + table.group(1) + " -->\n"
                        + String.join("\n", tables.getOrDefault(table.group(1), List.of())) + "\n<!-- end -->\n"));
        if (Boolean.getBoolean("daxguard.updateGolden")) {
            Files.writeString(PAGE, expected);
        }

        assertThat(Files.readString(PAGE)).isEqualTo(expected);
        assertThat(TABLE.matcher(page).results().map(table -> table.group(1)))
                .containsExactlyElementsOf(tables.keySet());
    }

    /** The quota of stack instances is exceeded by 10,000 accounts in 36 Regions only. */
    @Test
    void instances_ofTheLargestOrganization_exceedTheQuota() {
        assertThat(scale.tables().get("instances"))
                .filteredOn(line -> line.contains("%**"))
                .singleElement()
                .asString()
                .startsWith("| 10,000 | 36 | 360,000 | **360.00 %** | 2,500 | 20 min | 12.0 h | 12.5 days |");
    }

    @Test
    void instances_ofTenAccounts_areRoundedDownToTwoAtOnce() {
        assertThat(scale.tables().get("instances")).contains("| 10 | 1 | 10 | 0.01 % | 2 | 25 min | 25 min | 25 min |");
    }

    /** The cost is proportional to the number of accounts, except in the administrator's account. */
    @Test
    void clusters_areProportionalToTheAccounts() {
        assertThat(scale.tables().get("clusters"))
                .contains(
                        "| 10 | 1 | 5 | $0.24 | $0.01 | $5.76 | $0.25 | $0.01 |",
                        "| 10,000 | 1,000 | 5,000 | $240.00 | $8.00 | $5,760.00 | $250.43 | $8.01 |");
    }

    private static Map<String, String> withoutRealTime(Map<String, String> context) {
        Map<String, String> without = new HashMap<>(context);
        without.put("realTime", "false");
        return without;
    }

    private static int alarms(Map<String, String> context) {
        int metrics = 0;
        for (JsonNode alarm :
                StackTemplate.of(context).resources("AWS::CloudWatch::Alarm").values()) {
            int inExpressions = 0;
            for (JsonNode query : alarm.at("/Properties/Metrics")) {
                inExpressions += query.has("MetricStat") ? 1 : 0;
            }
            metrics += Math.max(1, inExpressions);
        }
        return metrics;
    }
}
