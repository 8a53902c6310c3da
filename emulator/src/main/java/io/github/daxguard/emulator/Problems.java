package io.github.daxguard.emulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects the problems of a request to CloudWatch and reports them with CloudWatch's messages. */
final class Problems {
    private final List<String> found = new ArrayList<>();

    void add(String problem) {
        found.add(problem);
    }

    void unsupported(Form form, String... members) {
        for (String member : members) {
            if (form.has(member)) {
                add("the emulator does not support " + form.path(member) + ".");
            }
        }
    }

    void missing(String path) {
        add("The parameter " + path + " is required.");
    }

    /** The member's text; if it is missing, adds a problem and returns an empty string, which must not be used. */
    String required(Form form, String member) {
        Optional<String> text = form.text(member).filter(value -> !value.isBlank());
        if (text.isEmpty()) {
            missing(form.path(member));
        }
        return text.orElse("");
    }

    Optional<Form> requiredStructure(Form form, String member) {
        Optional<Form> structure = form.structure(member);
        if (structure.isEmpty()) {
            missing(form.path(member));
        }
        return structure;
    }

    void check() {
        if (!found.isEmpty()) {
            throw AwsError.of("ValidationException", String.join("\n", found) + "\n");
        }
    }
}
