package io.github.daxguard.replacement;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/** An SDK request as the JSON that is sent to AWS. */
final class ApiJson {

    private ApiJson() {}

    /** The members that are set, with their names in AWS's API reference. */
    static Map<String, Object> of(SdkPojo request) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (SdkField<?> field : request.sdkFields()) {
            Optional.ofNullable(field.getValueOrDefault(request))
                    .filter(value ->
                            !(value instanceof SdkAutoConstructList) && !(value instanceof SdkAutoConstructMap))
                    .ifPresent(value -> members.put(field.memberName(), value(value)));
        }
        return members;
    }

    private static Object value(Object value) {
        if (value instanceof SdkPojo structure) {
            return of(structure);
        }
        return value instanceof List<?> list ? list.stream().map(ApiJson::value).toList() : value;
    }
}
