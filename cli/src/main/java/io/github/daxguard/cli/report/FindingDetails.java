package io.github.daxguard.cli.report;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The details with which an operator can assign a finding: the creator of the cluster, and the data that it can contain. They
 * do not affect the verdict.
 *
 * @param createdBy empty if it was not requested
 * @param readableTables empty if they were not requested
 */
public record FindingDetails(Optional<Creator> createdBy, Optional<ReadableTables> readableTables) {

    /** No details were requested. */
    public static final FindingDetails NONE = new FindingDetails(Optional.empty(), Optional.empty());

    /** One or more sentences. */
    public List<String> sentences() {
        return Stream.concat(
                        createdBy.map(Creator::sentence).stream(),
                        readableTables.map(ReadableTables::sentence).stream())
                .toList();
    }

    /** The sentences about the details that could not be read. */
    Stream<String> unread() {
        return Stream.concat(
                createdBy.filter(Creator.NotRead.class::isInstance).map(Creator::sentence).stream(),
                readableTables.filter(ReadableTables.NotRead.class::isInstance).map(ReadableTables::sentence).stream());
    }
}
