package io.github.daxguard.cli.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The DynamoDB tables from which a cluster can read, by the policies of its role. */
public sealed interface ReadableTables {

    /** The pattern that every table matches. */
    String EVERY_TABLE = "*";

    /** The number of tables in a sentence. */
    int MOST_SHOWN = 10;

    /**
     * The tables that the role's own policies allow it to read. Policies of tables can allow further tables.
     *
     * @param role the ARN of the role
     * @param tables ARNs, which can contain {@code *} and {@code ?}; only {@link #EVERY_TABLE} if all tables are allowed
     * @param notEvaluated parts of the policies that can restrict this list, such as {@code conditions}
     */
    record Known(String role, List<String> tables, List<String> notEvaluated) implements ReadableTables {
        public Known {
            tables = List.copyOf(tables);
            notEvaluated = List.copyOf(notEvaluated);
        }
    }

    /**
     * The role or its policies could not be read.
     *
     * @param reason one or more sentences
     */
    record NotRead(String reason) implements ReadableTables {}

    /** One or more sentences. */
    default String sentence() {
        if (!(this instanceof Known known)) {
            return "Readable tables not read: " + ((NotRead) this).reason();
        }
        return "The policies of the role " + known.role() + " allow it to read " + shown(known.tables()) + "."
                + (known.notEvaluated().isEmpty()
                        ? ""
                        : " Not evaluated: " + String.join(", ", known.notEvaluated()) + ".");
    }

    private static String shown(List<String> tables) {
        if (tables.isEmpty()) {
            return "no table";
        }
        if (tables.equals(List.of(EVERY_TABLE))) {
            return "every table";
        }
        int more = tables.size() - MOST_SHOWN;
        return Stream.concat(
                        tables.stream().limit(MOST_SHOWN),
                        more > 0 ? Stream.of(more + " more, which the formats json and csv list") : Stream.of())
                .collect(Collectors.joining(", "));
    }

    /** The members of an object, which are the same in every structured format. */
    default Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        if (this instanceof Known known) {
            members.put("outcome", "READ");
            members.put("role", known.role());
            members.put("tables", known.tables());
            members.put("notEvaluated", known.notEvaluated());
        } else {
            members.put("outcome", "NOT_READ");
            members.put("reason", ((NotRead) this).reason());
        }
        return members;
    }
}
