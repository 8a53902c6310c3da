package io.github.daxguard.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.organizations.OrganizationsClient;
import software.amazon.awssdk.services.organizations.model.AccessDeniedException;
import software.amazon.awssdk.services.organizations.model.Account;
import software.amazon.awssdk.services.organizations.model.AccountJoinedMethod;
import software.amazon.awssdk.services.organizations.model.AccountState;
import software.amazon.awssdk.services.organizations.model.AccountStatus;
import software.amazon.awssdk.services.organizations.model.AwsOrganizationsNotInUseException;
import software.amazon.awssdk.services.organizations.model.InvalidInputException;
import software.amazon.awssdk.services.organizations.model.ListAccountsResponse;
import software.amazon.awssdk.services.organizations.model.OrganizationsException;

class OrganizationTest {
    private static final String MEMBER = "444455556666";

    private final LocalAws aws = LocalAws.start(SettableClock.at(Sdk.START));
    private final OrganizationsClient organizations = Sdk.of(aws).organizations();

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void listAccounts_managementAccount_answersAllOfEach() {
        aws.organization(Sdk.ACCOUNT).addAccount(MEMBER, "Lab & more", "SUSPENDED");

        ListAccountsResponse response = organizations.listAccounts();

        assertThat(response.nextToken()).isNull();
        assertThat(response.accounts())
                .containsExactly(
                        Account.builder()
                                .id(Sdk.ACCOUNT)
                                .arn("arn:aws:organizations::111122223333:account/o-111122223333/111122223333")
                                .email("aws+111122223333@example.com")
                                .name("Management")
                                .status(AccountStatus.ACTIVE)
                                .state(AccountState.ACTIVE)
                                .joinedMethod(AccountJoinedMethod.INVITED)
                                .joinedTimestamp(Sdk.START)
                                .build(),
                        Account.builder()
                                .id(MEMBER)
                                .arn("arn:aws:organizations::111122223333:account/o-111122223333/444455556666")
                                .email("aws+444455556666@example.com")
                                .name("Lab & more")
                                .status(AccountStatus.SUSPENDED)
                                .state(AccountState.SUSPENDED)
                                .joinedMethod(AccountJoinedMethod.CREATED)
                                .joinedTimestamp(Sdk.START)
                                .build());
        assertThat(aws.calls("ListAccounts")).extracting(Call::service).containsExactly("organizations");
    }

    @ParameterizedTest
    @CsvSource({
        "ACTIVE, ACTIVE",
        "PENDING_CLOSURE, PENDING_CLOSURE",
        "SUSPENDED, SUSPENDED",
        "CLOSED, SUSPENDED",
        "PENDING_ACTIVATION, SUSPENDED",
    })
    void listAccounts_state_hasAStatus(AccountState state, AccountStatus status) {
        aws.organization(Sdk.ACCOUNT).addAccount(MEMBER, "Lab", state.toString());

        Account account = organizations.listAccounts().accounts().get(1);

        assertThat(account.state()).isEqualTo(state);
        assertThat(account.status()).isEqualTo(status);
    }

    @Test
    void listAccounts_statusRetired_answersTheStateAlone() {
        aws.organization(Sdk.ACCOUNT).retireStatus();

        Account account = organizations.listAccounts().accounts().get(0);

        assertThat(account.statusAsString()).isNull();
        assertThat(account.state()).isEqualTo(AccountState.ACTIVE);
    }

    @Test
    void listAccounts_more_pagesToTheEnd() {
        Organization organization = aws.organization("999999999999");
        IntStream.range(0, 40)
                .forEach(i -> organization.addAccount(String.valueOf(100000000000L + i), "a" + i, "ACTIVE"));
        OrganizationsClient management = Sdk.of(aws, "999999999999", Sdk.REGION).organizations();

        assertThat(management.listAccountsPaginator().stream().flatMap(page -> page.accounts().stream()))
                .extracting(Account::id)
                .hasSize(41)
                .doesNotHaveDuplicates()
                .isSorted()
                .startsWith("100000000000")
                .endsWith("999999999999");
        assertThat(aws.calls("ListAccounts")).hasSize(3);
        ListAccountsResponse first = management.listAccounts(r -> r.maxResults(1));
        assertThat(first.accounts()).hasSize(1);
        assertThat(management
                        .listAccounts(r -> r.maxResults(2).nextToken(first.nextToken()))
                        .accounts())
                .extracting(Account::id)
                .containsExactly("100000000001", "100000000002");
    }

    @Test
    void listAccounts_exactlyAPage_hasNoToken() {
        Organization organization = aws.organization(Sdk.ACCOUNT);
        IntStream.range(0, 19).forEach(i -> organization.addAccount(String.valueOf(100000000000L + i), "a", "ACTIVE"));

        ListAccountsResponse response = organizations.listAccounts();

        assertThat(response.accounts()).hasSize(20);
        assertThat(response.nextToken()).isNull();
    }

    @Test
    void listAccounts_memberAccount_isDenied() {
        aws.organization(Sdk.ACCOUNT).addAccount(MEMBER, "Lab", "ACTIVE");
        OrganizationsClient member = Sdk.of(aws, MEMBER, Sdk.REGION).organizations();

        assertThatThrownBy(member::listAccounts)
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("You don't have permissions to access this resource.");
    }

    @Test
    void listAccounts_noOrganization_isRefused() {
        aws.organization(MEMBER);

        assertThatThrownBy(organizations::listAccounts)
                .isInstanceOf(AwsOrganizationsNotInUseException.class)
                .hasMessageContaining("Your account is not a member of an organization.");
    }

    @Test
    void listAccounts_badPage_isRefused() {
        aws.organization(Sdk.ACCOUNT).addAccount("100000000000", "a", "ACTIVE");
        aws.organization(MEMBER);
        String token = organizations.listAccounts(r -> r.maxResults(1)).nextToken();

        assertThatThrownBy(() -> organizations.listAccounts(r -> r.maxResults(0)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("below the minimum, 1: 0");
        assertThatThrownBy(() -> organizations.listAccounts(r -> r.maxResults(21)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("above the maximum, 20: 21");
        assertThatThrownBy(() -> organizations.listAccounts(r -> r.nextToken("made-up")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("NextToken");
        assertThatThrownBy(() -> Sdk.of(aws, MEMBER, Sdk.REGION).organizations().listAccounts(r -> r.nextToken(token)))
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    void listAccounts_otherPartition_isInItsArns() {
        aws.organization(Sdk.ACCOUNT);

        assertThat(Sdk.of(aws, Sdk.ACCOUNT, "cn-north-1")
                        .organizations()
                        .listAccounts()
                        .accounts())
                .extracting(Account::arn)
                .containsExactly("arn:aws-cn:organizations::111122223333:account/o-111122223333/111122223333");
    }

    @Test
    void listAccounts_faults_strikeIt() {
        aws.organization(Sdk.ACCOUNT);
        aws.faults().on("ListAccounts").call(1).throttle();
        aws.faults().on("ListAccounts").call(2).deny();

        assertThatThrownBy(organizations::listAccounts)
                .satisfies(e -> assertThat(((OrganizationsException) e).isThrottlingException())
                        .isTrue());
        assertThatThrownBy(organizations::listAccounts).hasMessageContaining("organizations:ListAccounts");
        assertThat(organizations.listAccounts().accounts()).hasSize(1);
    }

    @Test
    void addAccount_again_changesIt() {
        aws.organization(Sdk.ACCOUNT).addAccount(MEMBER, "Lab", "ACTIVE");

        aws.organization(Sdk.ACCOUNT).addAccount(MEMBER, "Old lab", "CLOSED");

        assertThat(organizations.listAccounts().accounts())
                .extracting(Account::name)
                .containsExactly("Management", "Old lab");
    }

    @Test
    void addAccount_bad_isRefused() {
        Organization organization = aws.organization(Sdk.ACCOUNT);
        aws.organization(MEMBER);

        assertThatThrownBy(() -> organization.addAccount("1", "a", "ACTIVE"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("12 digits");
        assertThatThrownBy(() -> organization.addAccount("100000000000", "", "ACTIVE"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 128 characters");
        assertThatThrownBy(() -> organization.addAccount("100000000000", "a", "Active"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"Active\" is no account state");
        assertThatThrownBy(() -> organization.addAccount(MEMBER, "a", "ACTIVE"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("in the organization of " + MEMBER);
        assertThat(organizations.listAccounts().accounts()).hasSize(1);
    }

    @Test
    void organization_ofAMember_isRefused() {
        aws.organization(Sdk.ACCOUNT).addAccount(MEMBER, "Lab", "ACTIVE");

        assertThatThrownBy(() -> aws.organization(MEMBER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("in the organization of " + Sdk.ACCOUNT);
        assertThatThrownBy(() -> aws.organization("abc")).isInstanceOf(IllegalArgumentException.class);
    }
}
