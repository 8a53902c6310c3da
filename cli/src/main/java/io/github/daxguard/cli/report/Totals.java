package io.github.daxguard.cli.report;

/**
 * The figures of a report; clusters that a baseline leaves out count too.
 *
 * @param clusters all that were judged
 * @param nonCompliant those with at least one finding, known ones included
 * @param compliant those that meet every control
 * @param exempt those of the others that an exemption lets pass
 * @param notApplicable those of the others of which nothing is asked, as they are being deleted
 * @param findings one for each control that a cluster does not meet, without those that a baseline knows
 */
public record Totals(int clusters, int nonCompliant, int compliant, int exempt, int notApplicable, int findings) {}
