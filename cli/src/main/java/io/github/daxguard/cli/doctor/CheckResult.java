package io.github.daxguard.cli.doctor;

/** The finding of one check in one account and Region. */
record CheckResult(Check check, String account, String region, Finding finding) {}
