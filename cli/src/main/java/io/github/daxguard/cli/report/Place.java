package io.github.daxguard.cli.report;

import java.util.Optional;

/** Where clusters are looked for. */
public sealed interface Place {

    /** Names it for a person, and apart from all others. */
    String name();

    /** An account, in one Region or in all. */
    sealed interface InAccount extends Place {
        String account();

        Optional<String> accountName();
    }

    /**
     * An account in one Region.
     *
     * @param account 12 digits
     * @param accountName as the organization calls it; empty if it is not known
     * @param region {@code eu-west-1}
     */
    record AccountRegion(String account, Optional<String> accountName, String region) implements InAccount {
        @Override
        public String name() {
            return "account " + account + ", " + region;
        }
    }

    /**
     * An account in all its Regions, where nothing was learnt of any.
     *
     * @param account 12 digits, or how else the person calls it: {@code profile shop}
     * @param accountName as the organization calls it; empty if it is not known
     */
    record WholeAccount(String account, Optional<String> accountName) implements InAccount {
        @Override
        public String name() {
            return account.chars().allMatch(Character::isDigit) ? "account " + account : account;
        }
    }

    /**
     * A file that declares clusters.
     *
     * @param path as the person gave it, with {@code /} between its names; {@code -} for standard input
     */
    record TemplateFile(String path) implements Place {
        @Override
        public String name() {
            return path;
        }
    }
}
