package io.github.daxguard.replacement;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An attribute that differs between a source cluster and its replacement cluster.
 *
 * @param source the source cluster's value; {@code ""} if DAX does not report it
 * @param replacement the replacement cluster's value; {@code ""} if DAX does not report it
 * @param accepted whether the request asks for it or accepts it
 * @param blocking whether it prevents the steps {@code verify} and {@code delete}
 */
public record Difference(Attribute attribute, String source, String replacement, boolean accepted, boolean blocking) {

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("attribute", attribute.jsonName());
        json.put("source", source);
        json.put("replacement", replacement);
        json.put("accepted", accepted);
        json.put("blocking", blocking);
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
