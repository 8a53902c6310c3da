package io.github.daxguard.cli.report;

import java.util.Optional;

/** A location that is scanned for clusters. */
public sealed interface Target {

    /** The unique name, for people. */
    String name();

    /** An account, in one Region or in all. */
    sealed interface InAccount extends Target {
        String account();

        Optional<String> accountName();
    }

    /**
     * An account in one Region.
     *
     * @param accountName in the organization; empty if it is not known
     * @param profile the profile with the account's own credentials; empty if they are the default ones or those of a role
     */
    record AccountRegion(String account, Optional<String> accountName, Optional<String> profile, String region)
            implements InAccount {

        /** Without a profile. */
        public AccountRegion(String account, Optional<String> accountName, String region) {
            this(account, accountName, Optional.empty(), region);
        }

        @Override
        public String name() {
            return "account " + account + ", " + region;
        }
    }

    /** An account of which no Region could be read. The account can be a profile: {@code profile shop}. */
    record WholeAccount(String account, Optional<String> accountName) implements InAccount {
        @Override
        public String name() {
            return account.chars().allMatch(Character::isDigit) ? "account " + account : account;
        }
    }

    /** A file that declares clusters. The path has {@code /} between its names; {@code -} is standard input. */
    record TemplateFile(String path) implements Target {
        @Override
        public String name() {
            return path;
        }
    }
}
