package io.github.daxguard.cli.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.daxguard.rule.ExemptionTerm;
import io.github.daxguard.rule.InvalidRuleParameterException;
import java.time.LocalDate;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExemptResourcesTest {

    private static final ExemptionTerm TERM = new ExemptionTerm(LocalDate.parse("2027-01-31"), OptionalInt.of(365));

    /** The resource has the ID {@code Orders} and the CDK path {@code Shop/Cache/Orders}. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Orders@2027-01-31                 | Granted",
                "Orders@2027-01-30                 | Expired",
                "Orders@2028-02-01                 | TooLong",
                "Orders                            | TooLong",
                "Or*@2027-01-31                    | Granted",
                "*@2027-01-31                      | Granted",
                "orders@2027-01-31                 | None",
                "Order@2027-01-31                  | None",
                "Cache*@2027-01-31                 | None",
                "*Cache*@2027-01-31                | None",
                "Shop/Cache/Orders@2027-01-31      | Granted",
                "Shop/*@2027-01-31                 | Granted",
                "*/Cache/*@2027-01-31              | Granted",
                "Shop/Cache@2027-01-31             | None",
                "shop/cache/orders@2027-01-31      | None",
                "Carts, Orders@2027-01-31          | Granted",
                "Orders@2027-01-30,*@2027-01-31    | Granted"
            })
    void of_entry_appliesOnlyToTheMatchingResource(String list, String exemption) {
        assertThat(ExemptResources.parse("list", list)
                        .of("Orders", "Shop/Cache/Orders", TERM)
                        .getClass()
                        .getSimpleName())
                .isEqualTo(exemption);
    }

    /** The cluster is in a template that the resource {@code ShopSet} contains. */
    @ParameterizedTest
    @CsvSource({
        "*Shop*@2027-01-31, None",
        "Orders@2027-01-31, None",
        "ShopSet/Orders@2027-01-31, Granted",
        "*/Orders@2027-01-31, Granted",
        "*@2027-01-31, Granted"
    })
    void of_resourceOfAnEmbeddedTemplate_isComparedByItsPath(String list, String exemption) {
        assertThat(ExemptResources.parse("list", list)
                        .of("ShopSet/Orders", "", TERM)
                        .getClass()
                        .getSimpleName())
                .isEqualTo(exemption);
    }

    @ParameterizedTest
    @CsvSource({"Shop/*@2027-01-31, None", "*/*@2027-01-31, None", "Orders@2027-01-31, Granted"})
    void of_resourceWithoutCdkPath_isComparedById(String list, String exemption) {
        assertThat(ExemptResources.parse("list", list)
                        .of("Orders", "", TERM)
                        .getClass()
                        .getSimpleName())
                .isEqualTo(exemption);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "Orders,", "@2027-01-31", "Orders@", "Orders@2027-02-30", "Orders@soon", "a\tb"})
    void parse_invalidEntry_isRefused(String list) {
        assertThatExceptionOfType(InvalidRuleParameterException.class)
                .isThrownBy(() -> ExemptResources.parse("list", list))
                .withMessageContaining("list: invalid value: ");
    }
}
