package io.github.daxguard.cli.doctor;

/** Ends a check with a finding, because the deployment does not have something that the check needs. */
final class OpenCheckException extends RuntimeException {

    private final transient Finding finding;

    OpenCheckException(Finding finding) {
        super(finding.evidence().text());
        this.finding = finding;
    }

    Finding finding() {
        return finding;
    }
}
