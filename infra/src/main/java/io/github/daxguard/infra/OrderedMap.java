package io.github.daxguard.infra;

import java.util.LinkedHashMap;
import java.util.Map;

/** Maps with a fixed order, for templates. The order of {@link Map#of} differs from run to run. */
final class OrderedMap {

    private OrderedMap() {}

    /** A map of alternating names and values. */
    static Map<String, Object> of(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }
}
