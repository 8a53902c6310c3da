package io.github.daxguard.infra;

import java.util.LinkedHashMap;
import java.util.Map;

/** Maps for templates. The order of {@link Map#of} differs from run to run, and so would the templates. */
final class OrderedMap {

    private OrderedMap() {}

    /** Names and values in turn. */
    static Map<String, Object> of(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }
}
