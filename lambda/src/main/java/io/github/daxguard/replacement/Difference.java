package io.github.daxguard.replacement;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An attribute in which a replacement cluster is not as its source cluster is.
 *
 * @param source the source cluster's value; {@code ""} if DAX does not report it
 * @param replacement the replacement cluster's value; {@code ""} if DAX does not report it
 * @param accepted whether the request asks for it or accepts it
 */
public record Difference(Attribute attribute, String source, String replacement, boolean accepted) {

    /** Whether it prevents the steps {@code verify} and {@code delete}. */
    public boolean isBlocking() {
        return attribute.isBlocking() && !accepted;
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("attribute", attribute.jsonName());
        json.put("source", source);
        json.put("replacement", replacement);
        json.put("accepted", accepted);
        json.put("blocking", isBlocking());
        return json;
    }

    /** {@code Subnet group: public instead of default}. */
    @Override
    public String toString() {
        return attribute.title() + ": " + shown(replacement) + " instead of " + shown(source)
                + (accepted ? " (accepted)" : "");
    }

    private static String shown(String value) {
        return value.isEmpty() ? "not reported" : value;
    }
}
