package io.github.daxguard.infra;

/** How an organization is deployed. */
enum OrganizationMode {
    /** A stack in each account and Region. */
    STACK_SETS,
    /** One function for all accounts. */
    CENTRAL
}
