package io.github.daxguard.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionCodeTest {

    private static final String SOURCE = "lambda/src/main/java/Rule.java";
    private static final Map<String, String> ZIP = Map.of("Rule.class", "by one JDK", "lib/sdk-1.jar", "library");

    @TempDir
    private Path root;

    @BeforeEach
    void createRepository() throws IOException {
        write("pom.xml", "parent");
        write("core/pom.xml", "shared module");
        write("core/src/main/java/Cluster.java", "class Cluster {}");
        write("lambda/pom.xml", "module");
        write("lambda/src/assembly/zip.xml", "assembly");
        write("lambda/src/shadow/java/Replaced.java", "class Replaced {}");
        write("LICENSE", "license");
        write(SOURCE, "class Rule {}");
        zip(ZIP);
    }

    @Test
    void hash_sameSourcesWithAnotherCompiler_isTheSame() throws IOException {
        String hash = hash();
        zip(with("Rule.class", "by another JDK"));

        assertThat(hash()).isEqualTo(hash).matches("[0-9a-f]{64}");
    }

    @Test
    void hash_anotherSource_differs() throws IOException {
        String hash = hash();
        write(SOURCE, "class Rule { }");
        String otherRule = hash();
        write("core/src/main/java/Cluster.java", "class Cluster { }");
        String otherCluster = hash();
        write("lambda/src/shadow/java/Replaced.java", "class Replaced { }");

        assertThat(List.of(hash, otherRule, otherCluster, hash())).doesNotHaveDuplicates();
    }

    @Test
    void hash_renamedSource_differs() throws IOException {
        String hash = hash();
        Files.move(root.resolve(SOURCE), root.resolve("lambda/src/main/java/Rules.java"));

        assertThat(hash()).isNotEqualTo(hash);
    }

    @Test
    void hash_otherBuild_differs() throws IOException {
        String hash = hash();
        write("lambda/pom.xml", "module, with another compiler flag");
        String otherModule = hash();
        write("lambda/src/assembly/zip.xml", "another assembly");

        assertThat(otherModule).isNotEqualTo(hash);
        assertThat(hash()).isNotIn(hash, otherModule);
    }

    @Test
    void hash_otherLibrary_differs() throws IOException {
        String hash = hash();
        zip(with("lib/sdk-1.jar", "another library"));

        assertThat(hash()).isNotEqualTo(hash);
    }

    @Test
    void hash_changedTestsAndOtherModules_isTheSame() throws IOException {
        String hash = hash();
        write("lambda/src/test/java/RuleTest.java", "class RuleTest {}");
        write("infra/pom.xml", "infra");

        assertThat(hash()).isEqualTo(hash);
    }

    @Test
    void packaged_withoutZip_reportsTheCommand() throws IOException {
        Files.delete(root.resolve("lambda/target/daxguard-lambda.zip"));

        assertThatThrownBy(() -> FunctionCode.packaged(root))
                .isInstanceOf(FunctionCode.MissingPackageException.class)
                .hasMessageContaining("lambda/target/daxguard-lambda.zip")
                .hasMessageContaining("./mvnw package");
    }

    private String hash() {
        return FunctionCode.packaged(root).hash();
    }

    private static Map<String, String> with(String name, String content) {
        Map<String, String> entries = new TreeMap<>(ZIP);
        entries.put(name, content);
        return entries;
    }

    private void write(String file, String content) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }

    private void zip(Map<String, String> entries) throws IOException {
        Path file = root.resolve("lambda/target/daxguard-lambda.zip");
        Files.createDirectories(file.getParent());
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue().getBytes(java.nio.charset.StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
    }
}
