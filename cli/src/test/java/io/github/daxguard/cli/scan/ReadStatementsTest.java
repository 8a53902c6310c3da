package io.github.daxguard.cli.scan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.daxguard.cli.report.ReadableTables;
import java.net.URLEncoder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadStatementsTest {

    private static final String TABLE = "arn:aws:dynamodb:eu-west-1:111122223333:table/";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dynamodb:GetItem",
                "dynamodb:BatchGetItem",
                "dynamodb:Query",
                "dynamodb:Scan",
                "DynamoDB:getitem",
                "dynamodb:*",
                "dynamodb:Get*",
                "dynamodb:*Item",
                "dynamodb:?can",
                "*",
                "dynamo*"
            })
    void action_thatReads_countsTheResource(String action) {
        assertThat(tables("{'Effect':'Allow','Action':'" + action + "','Resource':'" + TABLE + "orders'}"))
                .containsExactly(TABLE + "orders");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dynamodb:PutItem",
                "dynamodb:Describe*",
                "dynamodb:List*",
                "dynamodb:GetRecords",
                "dynamodb:?etItems",
                "s3:*",
                "dax:*"
            })
    void action_thatDoesNotRead_isIgnored(String action) {
        assertThat(tables("{'Effect':'Allow','Action':['" + action + "'],'Resource':'*'}"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "dynamodb:*, false",
        "*, false",
        "dynamodb:GetItem, true",
        "s3:*, true",
    })
    void notAction_allowsTheReadsThatItDoesNotName(String action, boolean reads) {
        assertThat(tables("{'Effect':'Allow','NotAction':'" + action + "','Resource':'" + TABLE + "orders'}"))
                .hasSize(reads ? 1 : 0);
    }

    @Test
    void notAction_withAllReads_allowsNone() {
        assertThat(
                        tables(
                                "{'Effect':'Allow','NotAction':['dynamodb:GetItem','dynamodb:Batch*','dynamodb:Query','dynamodb:Scan'],'Resource':'*'}"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "*, *",
        "**, *",
        "arn:aws:dynamodb:eu-west-1:111122223333:table/orders, arn:aws:dynamodb:eu-west-1:111122223333:table/orders",
        "arn:aws:dynamodb:eu-west-1:111122223333:table/or?ers*, arn:aws:dynamodb:eu-west-1:111122223333:table/or?ers*",
        "arn:aws:dynamodb:*:*:table/orders, arn:aws:dynamodb:*:*:table/orders",
        "arn:aws:dynamodb:*, arn:aws:dynamodb:*",
        "arn:aws:dynamodb, arn:aws:dynamodb",
        "arn:*, arn:*",
        "arn:aws-cn:dynamodb:cn-north-1:111122223333:table/a, arn:aws-cn:dynamodb:cn-north-1:111122223333:table/a",
        "arn:aws:dynamodb:eu-west-1:111122223333:*, arn:aws:dynamodb:eu-west-1:111122223333:*",
        "arn:aws:dynamodb:eu-west-1:111122223333:table/orders/index/by-day, arn:aws:dynamodb:eu-west-1:111122223333:table/orders",
        "arn:aws:dynamodb:eu-west-1:111122223333:table/orders/*, arn:aws:dynamodb:eu-west-1:111122223333:table/orders",
        "arn:aws:dynamodb:eu-west-1:111122223333:table/*/index/*, arn:aws:dynamodb:eu-west-1:111122223333:table/*",
        "arn:aws:dynamodb:*:*:*/index/*, arn:aws:dynamodb:*:*:*",
        "arn:aws:dynamodb:eu-west-1:111122223333:table/*/by-day, arn:aws:dynamodb:eu-west-1:111122223333:table/*",
        "arn:aws:dynamodb:eu-west-1:111122223333:table/orders?index/by-day, arn:aws:dynamodb:eu-west-1:111122223333:table/orders*",
        "arn:aws:dynamodb:eu-west-1:111122223333:table/ord*index/by-day, arn:aws:dynamodb:eu-west-1:111122223333:table/ord*",
        "arn:aws:dynamodb:eu-west-1:111122223333:table/*-index/index/*, arn:aws:dynamodb:eu-west-1:111122223333:table/*-index",
        // A wildcard at the end of a part also matches the colons after it.
        "arn:aws:dynamodb:*:table/orders, arn:aws:dynamodb:*:table/orders",
        "arn:aws:dynamodb:*:table/orders/index/by-day, arn:aws:dynamodb:*:table/orders",
        "arn:aws:dynamodb:eu-west-1:*/orders, arn:aws:dynamodb:eu-west-1:*/orders",
        "arn:aws:*:table/orders, arn:aws:*:table/orders",
        "'arn:aws:dynamodb:eu-west-1:111122223333:table/${aws:PrincipalTag/team}-orders', arn:aws:dynamodb:eu-west-1:111122223333:table/*-orders",
    })
    void resource_thatCanBeATable_isThatTable(String resource, String table) {
        assertThat(tables("{'Effect':'Allow','Action':'dynamodb:Query','Resource':['" + resource + "']}"))
                .containsExactly(table);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:s3:::bucket/*",
                "arn:aws:dax:eu-west-1:111122223333:cache/orders",
                "arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/*",
                "arn:aws:dynamodb:eu-west-1:111122223333:table/*/stream/*",
                "arn:aws:dynamodb:eu-west-1:111122223333:table/orders/backup/1",
                "arn:aws:dynamodb:*:table/orders/stream/*",
                "arn:aws:s3:*:table/orders",
                "arn:aws:dynamodb::111122223333:global-table/orders",
            })
    void resource_thatCannotBeATable_isIgnored(String resource) {
        assertThat(tables("{'Effect':'Allow','Action':'*','Resource':'" + resource + "'}"))
                .isEmpty();
    }

    @Test
    void tables_withEveryTable_areOnlyThat() {
        ReadableTables.Known known = known("[{'Effect':'Allow','Action':'dynamodb:*','Resource':'" + TABLE
                + "orders'},{'Effect':'Allow','Action':'dynamodb:Scan','Resource':'*'}]");

        assertThat(known.tables()).containsExactly("*");
        assertThat(known.notEvaluated()).isEmpty();
    }

    @Test
    void notResource_isEveryTable() {
        ReadableTables.Known known =
                known("{'Effect':'Allow','Action':'dynamodb:*','NotResource':'" + TABLE + "orders'}");

        assertThat(known.tables()).containsExactly("*");
        assertThat(known.notEvaluated()).containsExactly("NotResource");
    }

    @Test
    void conditionAndDeny_areStatedAndRemoveNothing() {
        ReadableTables.Known known = known("[{'Effect':'Allow','Action':'dynamodb:*','Resource':'" + TABLE
                + "orders','Condition':{'Bool':{'aws:SecureTransport':'true'}}},"
                + "{'Effect':'Deny','Action':'dynamodb:GetItem','Resource':'*'}]");

        assertThat(known.tables()).containsExactly(TABLE + "orders");
        assertThat(known.notEvaluated()).containsExactly("Deny statements", "conditions");
    }

    @Test
    void denyOfOtherActionsAndResources_isNotStated() {
        assertThat(known("[{'Effect':'Deny','Action':'dynamodb:DeleteTable','Resource':'*'},"
                                + "{'Effect':'Deny','Action':'*','Resource':'arn:aws:s3:::bucket'}]")
                        .notEvaluated())
                .isEmpty();
    }

    @Test
    void add_plusAndEncodedCharacters_areThemselves() {
        ReadStatements statements = new ReadStatements();
        statements.add(
                "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":%22arn:aws:dynamodb:*:*:table/a+b%22}}");

        assertThat(((ReadableTables.Known) statements.tables("role")).tables())
                .containsExactly("arn:aws:dynamodb:*:*:table/a+b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'Effect':'Allow'}",
                "{'Effect':'Allow','Action':'*'}",
                "{'Effect':'Allow','Action':7,'Resource':'*'}",
                "{'Effect':'Allow','Action':'*','Resource':[7]}",
                "{'Effect':'allow','Action':'*','Resource':'*'}",
                "['*']",
                "null"
            })
    void add_invalidStatement_isRefused(String statement) {
        assertThatThrownBy(() -> known(statement)).isInstanceOf(ReadStatements.InvalidPolicyException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%", "%zz", "[]", "{", "{\"Version\":\"2012-10-17\"}"})
    void add_notAPolicy_isRefused(String document) {
        ReadStatements statements = new ReadStatements();
        assertThatThrownBy(() -> statements.add(document)).isInstanceOf(ReadStatements.InvalidPolicyException.class);
    }

    private static List<String> tables(String statements) {
        return known(statements).tables();
    }

    private static ReadableTables.Known known(String statements) {
        ReadStatements read = new ReadStatements();
        read.add(URLEncoder.encode("{'Statement':" + statements + "}", UTF_8)
                .replace("+", "%20")
                .replace("%27", "%22"));
        return (ReadableTables.Known) read.tables("arn:aws:iam::111122223333:role/dax");
    }
}
