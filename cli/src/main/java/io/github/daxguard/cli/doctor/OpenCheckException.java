package io.github.daxguard.cli.doctor;

/** A check that needs something which the deployment does not have. */
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
