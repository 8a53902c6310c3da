package io.github.daxguard.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.HierarchyLevelLimitExceededException;
import software.amazon.awssdk.services.ssm.model.HierarchyTypeMismatchException;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterAlreadyExistsException;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ParameterTier;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;
import software.amazon.awssdk.services.ssm.model.PutParameterResponse;
import software.amazon.awssdk.services.ssm.model.SsmException;
import software.amazon.awssdk.services.ssm.model.Tag;

class ParameterTest {
    private static final String NAME = "/shop/orders/endpoint";

    private final SettableClock clock = SettableClock.at(Sdk.START);
    private final LocalAws aws = LocalAws.start(clock);
    private final Estate estate = aws.estate(Sdk.ACCOUNT, Sdk.REGION);
    private final SsmClient ssm = Sdk.of(aws).ssm();

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void putParameter_new_isItsFirstVersion() {
        PutParameterResponse response = put(r -> r.description("where the orders are"));

        assertThat(response.version()).isEqualTo(1);
        assertThat(response.tier()).isEqualTo(ParameterTier.STANDARD);
        assertThat(estate.parameter(NAME)).hasValue(new LocalParameter(NAME, "String", "dax://a", 1));
        assertThat(aws.calls("PutParameter")).extracting(Call::service).containsExactly("ssm");
    }

    @Test
    void getParameter_existing_answersAllOfIt() {
        put(r -> {});

        Parameter parameter = get(NAME);

        assertThat(parameter.name()).isEqualTo(NAME);
        assertThat(parameter.type()).isEqualTo(ParameterType.STRING);
        assertThat(parameter.value()).isEqualTo("dax://a");
        assertThat(parameter.version()).isEqualTo(1);
        assertThat(parameter.lastModifiedDate()).isEqualTo(Sdk.START);
        assertThat(parameter.arn()).isEqualTo("arn:aws:ssm:eu-west-1:111122223333:parameter/shop/orders/endpoint");
        assertThat(parameter.dataType()).isEqualTo("text");
    }

    @Test
    void putParameter_overwrite_countsTheVersionUp() {
        put(r -> {});
        clock.advance(Duration.ofMinutes(1));

        PutParameterResponse response = put(r -> r.overwrite(true).value("dax://b"));

        assertThat(response.version()).isEqualTo(2);
        assertThat(get(NAME).value()).isEqualTo("dax://b");
        assertThat(get(NAME).version()).isEqualTo(2);
        assertThat(get(NAME).lastModifiedDate()).isEqualTo(Sdk.START.plusSeconds(60));
    }

    @Test
    void putParameter_overwriteWithoutType_keepsTheType() {
        put(r -> r.type(ParameterType.STRING_LIST));

        put(r -> r.type((String) null).overwrite(true).value("a,b"));

        assertThat(get(NAME).type()).isEqualTo(ParameterType.STRING_LIST);
    }

    @Test
    void putParameter_existingWithoutOverwrite_isRefused() {
        put(r -> {});

        assertThatThrownBy(() -> put(r -> r.value("dax://b")))
                .isInstanceOf(ParameterAlreadyExistsException.class)
                .hasMessageContaining("set the overwrite option");
        assertThat(get(NAME).value()).isEqualTo("dax://a");
    }

    @Test
    void putParameter_anotherType_isRefused() {
        put(r -> {});

        assertThatThrownBy(() -> put(r -> r.overwrite(true).type(ParameterType.SECURE_STRING)))
                .isInstanceOf(HierarchyTypeMismatchException.class);
    }

    @Test
    void getParameter_secureString_isReadOnlyWithDecryption() {
        put(r -> r.type(ParameterType.SECURE_STRING).value("secret"));

        assertThat(get(NAME).value()).doesNotContain("secret");
        assertThat(ssm.getParameter(r -> r.name(NAME).withDecryption(true))
                        .parameter()
                        .value())
                .isEqualTo("secret");
    }

    @Test
    void getParameter_unknownOrOfAnotherPlace_isNotFound() {
        put(r -> {});

        assertThatThrownBy(() -> get("/shop/other")).isInstanceOf(ParameterNotFoundException.class);
        for (Sdk other : new Sdk[] {Sdk.of(aws, "444455556666", Sdk.REGION), Sdk.of(aws, Sdk.ACCOUNT, "us-east-1")}) {
            assertThatThrownBy(() -> other.ssm().getParameter(r -> r.name(NAME)))
                    .isInstanceOf(ParameterNotFoundException.class);
        }
    }

    @Test
    void getParameter_badName_isRefused() {
        assertThatThrownBy(() -> ssm.getParameter(r -> {}))
                .hasMessageContaining("Value null at 'name' failed to satisfy constraint: Member must not be null");
        assertThatThrownBy(() -> get(NAME + ":1")).hasMessageContaining("latest version only");
        assertThatThrownBy(() -> get("x".repeat(2049))).hasMessageContaining("less than or equal to 2048");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "/a", "a.b-c_D9", "/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15", "/shop/aws", "xssm"})
    void putParameter_goodName_isTaken(String name) {
        put(r -> r.name(name));

        assertThat(get(name).arn())
                .isEqualTo("arn:aws:ssm:eu-west-1:111122223333:parameter/" + name.replaceFirst("^/", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "'', greater than or equal to 1",
        "/, Parameter name:",
        "a b, Parameter name:",
        "/a//b, Parameter name:",
        "/a/, Parameter name:",
        "/a/ü, Parameter name:",
        "aws, Parameter name:",
        "AWSthing, Parameter name:",
        "ssm-x, Parameter name:",
        "/SSM/x, Parameter name:",
        "a/b, fully qualified",
    })
    void putParameter_badName_isRefused(String name, String message) {
        assertInvalid(message, r -> r.name(name));
    }

    @Test
    void putParameter_reservedPath_isDenied() {
        assertThatThrownBy(() -> put(r -> r.name("/awsome/orders")))
                .isInstanceOf(SsmException.class)
                .hasMessageContaining("No access to reserved parameter name: /awsome/orders.")
                .satisfies(e -> assertThat(((SsmException) e).awsErrorDetails().errorCode())
                        .isEqualTo("AccessDeniedException"));
    }

    @Test
    void putParameter_tooManyLevelsOrCharacters_isRefused() {
        assertThatThrownBy(() -> put(r -> r.name("/x".repeat(16))))
                .isInstanceOf(HierarchyLevelLimitExceededException.class);
        assertInvalid("less than or equal to 2048", r -> r.name("x".repeat(2049)));
        assertInvalid("at most 1011", r -> r.name("x".repeat(1000)));
    }

    @Test
    void putParameter_badMembers_areRefused() {
        assertInvalid("Value null at 'name'", r -> r.name(null));
        assertInvalid("Value null at 'value'", r -> r.value(null));
        assertInvalid("A parameter type is required", r -> r.type((String) null));
        assertInvalid("Member must satisfy enum value set", r -> r.type("Text"));
        assertInvalid("greater than or equal to 1", r -> r.value(""));
        assertInvalid("maximum parameter value of 4096", r -> r.value("x".repeat(4097)));
        assertInvalid("can't nest", r -> r.value("{{ssm:other}}"));
        assertInvalid("Member must satisfy enum value set", r -> r.tier("Big"));
        assertInvalid("standard tier only", r -> r.tier(ParameterTier.ADVANCED));
        assertInvalid("data type is not supported", r -> r.dataType("Text"));
        assertInvalid("less than or equal to 1024", r -> r.description("x".repeat(1025)));
        assertInvalid(
                "does not serve Tags",
                r -> r.tags(Tag.builder().key("k").value("v").build()));
        assertInvalid("does not serve AllowedPattern", r -> r.allowedPattern(".*"));
        put(r -> r.value("x".repeat(4096))
                .tier(ParameterTier.INTELLIGENT_TIERING)
                .dataType("text"));
    }

    @Test
    void estate_putParameter_isThereForClients() {
        estate.putParameter(NAME, "String", "dax://a");
        estate.putParameter(NAME, "String", "dax://b");

        assertThat(get(NAME).value()).isEqualTo("dax://b");
        assertThat(get(NAME).version()).isEqualTo(2);
        assertThat(estate.parameter("/shop/other")).isEmpty();
        assertThatThrownBy(() -> estate.putParameter(NAME, "StringList", "a,b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not support changing a parameter type");
    }

    private PutParameterResponse put(Consumer<PutParameterRequest.Builder> change) {
        return ssm.putParameter(r -> {
            r.name(NAME).type(ParameterType.STRING).value("dax://a");
            change.accept(r);
        });
    }

    private Parameter get(String name) {
        return ssm.getParameter(r -> r.name(name)).parameter();
    }

    private void assertInvalid(String message, Consumer<PutParameterRequest.Builder> change) {
        assertThatThrownBy(() -> put(change))
                .isInstanceOf(SsmException.class)
                .hasMessageContaining(message)
                .satisfies(e -> assertThat(((SsmException) e).awsErrorDetails().errorCode())
                        .isEqualTo("ValidationException"));
    }
}
