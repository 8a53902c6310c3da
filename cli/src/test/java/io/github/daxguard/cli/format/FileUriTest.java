package io.github.daxguard.cli.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileUriTest {

    @ParameterizedTest
    @CsvSource({
        "shop.yaml, shop.yaml",
        "./shop.yaml, shop.yaml",
        "../shop.yaml, ../shop.yaml",
        "infra/shop template.yaml, infra/shop%20template.yaml",
        "50%.yaml, 50%25.yaml",
        "a#b?c.yaml, a%23b%3Fc.yaml",
        "a:b/c:d.yaml, a%3Ab/c%3Ad.yaml",
        "f\u00FCr.yaml, f%C3%BCr.yaml",
        "\u202E.yaml, %E2%80%AE.yaml",
        "//host/share.yaml, file:////host/share.yaml",
        "/tmp/my stack.yaml, file:///tmp/my%20stack.yaml",
        "C:/stacks/shop.yaml, file:///C:/stacks/shop.yaml",
        "-, -"
    })
    void of_path_isAUri(String path, String uri) {
        assertThat(SarifWriter.uri(path)).isEqualTo(uri);
        assertThat(URI.create(uri).getPath()).endsWith(path.replaceFirst("^\\./", ""));
    }
}
