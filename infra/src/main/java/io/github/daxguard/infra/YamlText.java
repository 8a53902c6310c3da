package io.github.daxguard.infra;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.Map;

/** Writes templates in YAML that are not deployed by the CDK app itself. */
final class YamlText {

    private static final YAMLMapper YAML = YAMLMapper.builder(YAMLFactory.builder()
                    .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                    .disable(YAMLGenerator.Feature.SPLIT_LINES)
                    .build())
            .build();

    private YamlText() {}

    static String text(Map<String, Object> template) {
        try {
            return YAML.writeValueAsString(template);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Maps, lists and strings could not be written as YAML", e);
        }
    }
}
