package io.github.daxguard.packaged;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.daxguard.emulator.Call;
import io.github.daxguard.emulator.EmulatorState;
import io.github.daxguard.emulator.LocalAws;
import io.github.daxguard.emulator.LocalCluster;
import io.github.daxguard.emulator.StoredEvaluation;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.regions.GeneratedServiceMetadataProvider;

/** Tests of the deployed zip with AWS's runtime client. */
class PackagedFunctionIT {

    private static final String HANDLER = PackagedFunction.CONFIG_RULE_HANDLER;

    /** Not in the jar of the libraries, so that the order in which Lambda searches both does not matter. */
    private static final String REPLACED_CLASS =
            "software/amazon/awssdk/regions/GeneratedServiceMetadataProvider.class";

    private static final String CLIENT =
            "software/amazon/awssdk/services/\\w+/(?!Default)\\w+(?<!Async|Base)Client\\.class";

    private static final String RULE = "dax-cluster-encrypted-at-rest";
    private static final Instant FIRST_RUN = Instant.parse("2027-01-31T06:00:00Z");
    private static final Instant SECOND_RUN = Instant.parse("2027-02-01T06:00:00Z");
    private static final int CLUSTERS = 10_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    private LocalAws aws;
    private EmulatorState state;

    @BeforeEach
    void startAws() {
        aws = LocalAws.start();
        state = aws.state(PackagedFunction.ACCOUNT, PackagedFunction.REGION);
        state.putRule(RULE, Map.of());
    }

    @AfterEach
    void stopAws() {
        aws.close();
    }

    @Test
    void zip_files_areClassesAtTheRootAndOneJarOfLibraries() throws IOException {
        List<String> files = PackagedFunction.entries().stream()
                .filter(name -> !name.endsWith("/"))
                .toList();

        assertThat(files)
                .contains(
                        classFile(PackagedFunction.CONFIG_RULE_HANDLER),
                        classFile(PackagedFunction.CLUSTER_CHANGE_HANDLER),
                        classFile(PackagedFunction.TEMPLATE_HOOK_HANDLER),
                        classFile(PackagedFunction.REPLACEMENT_HANDLER),
                        classFile(PackagedFunction.DIGEST_HANDLER),
                        "LICENSE",
                        REPLACED_CLASS,
                        "lib/libraries.jar");
        assertThat(files)
                .allMatch(name -> name.matches(
                        "io/github/daxguard/.*|" + REPLACED_CLASS + "|lib/libraries\\.jar|licenses/.*|LICENSE"));
        assertThat(PackagedFunction.libraries())
                .contains("software/amazon/awssdk/services/dax/DaxClient.class")
                .doesNotContain(REPLACED_CLASS);
        assertThat(Stream.concat(files.stream(), PackagedFunction.libraries().stream()))
                .noneMatch(name ->
                        name.matches(".*/(netty|apache|emulator|junit|assertj|archunit|jspecify|runtime/api/client|"
                                + "jackson/databind|errorprone|nullaway)/.*"))
                .noneMatch(name -> name.startsWith("io/github/daxguard/") && name.contains("Test"));
    }

    /** The build creates a folder for each library, also if its jar contains no license. */
    @Test
    void zip_everyLibrary_hasTheTextOfItsLicense() throws Exception {
        try (ZipFile zip = new ZipFile(PackagedFunction.zip().toFile())) {
            Map<String, StringBuilder> licenses = new TreeMap<>();
            for (ZipEntry entry : Collections.list(zip.entries())) {
                String[] path = entry.getName().split("/", -1);
                if (path[0].equals("licenses") && path.length > 2) {
                    licenses.computeIfAbsent(path[1], library -> new StringBuilder())
                            .append(new String(zip.getInputStream(entry).readAllBytes(), UTF_8));
                }
            }

            assertThat(licenses.keySet()).containsAll(libraryNames());
            licenses.forEach((library, text) -> assertThat(text.toString().replaceAll("\\s+", " "))
                    .as(library)
                    .containsAnyOf("Apache License", "Permission is hereby granted, free of charge"));
        }
    }

    /** The asset's hash contains the checksum of this jar, which must not depend on the machine or the JDK. */
    @Test
    void librariesJar_manifestAndTimes_areThoseOfEveryBuild() throws Exception {
        PackagedFunction.unzip(PackagedFunction.zip(), directory);

        try (JarFile jar = new JarFile(directory.resolve("lib/libraries.jar").toFile())) {
            assertThat(jar.getManifest().getMainAttributes()).containsOnlyKeys(Attributes.Name.MANIFEST_VERSION);
            assertThat(jar.stream().map(JarEntry::getTimeLocal).distinct()).hasSize(1);
        }
    }

    private static Set<String> libraryNames() throws IOException {
        return Stream.concat(
                        PackagedFunction.libraries().stream()
                                .map(name -> name.split("/", -1))
                                .filter(path -> path[path.length - 1].equals("pom.properties"))
                                .map(path -> path[3]),
                        // Their jars have no description by Maven.
                        Stream.of("reactive-streams", "eventstream"))
                .collect(Collectors.toSet());
    }

    /** Another service of the SDK needs a line in the replaced class, which otherwise returns null. */
    @Test
    void replacedClass_everyServiceOfTheZip_hasTheTableOfTheSdk() throws Exception {
        PackagedFunction.unzip(PackagedFunction.zip(), directory);
        URL[] classPath = {
            directory.toUri().toURL(),
            directory.resolve("lib/libraries.jar").toUri().toURL()
        };
        List<String> clients = PackagedFunction.libraries().stream()
                .filter(name -> name.matches(CLIENT))
                .map(name -> name.replace(".class", "").replace('/', '.'))
                .toList();
        assertThat(clients).hasSizeGreaterThanOrEqualTo(6);

        try (URLClassLoader zip = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
            Class<?> replaced = zip.loadClass(GeneratedServiceMetadataProvider.class.getName());
            Object provider = replaced.getConstructor().newInstance();
            for (String client : clients) {
                String prefix = (String)
                        Class.forName(client).getField("SERVICE_METADATA_ID").get(null);
                Object table =
                        replaced.getMethod("serviceMetadata", String.class).invoke(provider, prefix);

                assertThat(table).as(prefix).isNotNull();
                assertThat(table.getClass().getName())
                        .isEqualTo(new GeneratedServiceMetadataProvider()
                                .serviceMetadata(prefix)
                                .getClass()
                                .getName());
            }
        }
    }

    /** A class that only another module uses would increase the size and the cold start of the function. */
    @Test
    void zip_everyProjectClass_isUsedByAnEntryPoint() throws Exception {
        try (JarFile zip = new JarFile(PackagedFunction.zip().toFile())) {
            JavaClasses packaged = new ClassFileImporter().importJar(zip);

            Set<String> used = new HashSet<>();
            Deque<JavaClass> pending = new ArrayDeque<>();
            packaged.stream()
                    .filter(type -> type.isAssignableTo(RequestStreamHandler.class))
                    .forEach(pending::add);
            while (!pending.isEmpty()) {
                JavaClass type = pending.pop();
                if (packaged.contain(type.getName()) && used.add(type.getName())) {
                    type.getDirectDependenciesFromSelf()
                            .forEach(dependency -> pending.add(dependency.getTargetClass()));
                    // The compiler generates a class for a switch over an enum.
                    packaged.stream()
                            .filter(other -> other.getName().startsWith(type.getName() + "$"))
                            .filter(other -> other.getSimpleName().isEmpty())
                            .forEach(pending::add);
                }
            }

            assertThat(used).isNotEmpty();
            assertThat(packaged.stream().map(JavaClass::getName))
                    .filteredOn(name -> name.startsWith("io.github.daxguard."))
                    .filteredOn(name -> !used.contains(name) && !name.endsWith(".package-info"))
                    // The compiler copies constants into the classes that use them.
                    .filteredOn(name -> !name.startsWith("io.github.daxguard.contract."))
                    .isEmpty();
        }
    }

    @Test
    void scheduledEvent_twoInvocationsInOneProcess_reportsBoth() throws Exception {
        state.putCluster(LocalCluster.named("plain"));
        state.putCluster(LocalCluster.named("safe").encrypted());

        try (PackagedFunction function = PackagedFunction.start(directory, HANDLER, aws)) {
            LambdaRuntimeApi.Result first = function.invoke(state.scheduledEvent(RULE, FIRST_RUN));
            state.removeCluster("plain");
            LambdaRuntimeApi.Result second = function.invoke(state.scheduledEvent(RULE, SECOND_RUN));

            assertThat(first.isError()).as(first.body()).isFalse();
            assertThat(JSON.readTree(first.body()).get("nonCompliant").asInt()).isEqualTo(1);
            assertThat(second.isError()).as(second.body()).isFalse();
            assertThat(compliance()).containsOnly(Map.entry("plain", "NOT_APPLICABLE"), Map.entry("safe", "COMPLIANT"));
            assertThat(linesWith(function.logLines(), "outcome"))
                    .extracting(line -> line.get("staleRemoved").asInt())
                    .containsExactly(0, 1);
        }
    }

    @Test
    void handlerNameWithMethod_event_isEvaluated() throws Exception {
        try (PackagedFunction function = PackagedFunction.start(directory, HANDLER + "::handleRequest", aws)) {
            LambdaRuntimeApi.Result result = function.invoke(state.scheduledEvent(RULE, FIRST_RUN));

            assertThat(result.isError()).as(result.body()).isFalse();
            assertThat(compliance()).containsOnly(Map.entry(PackagedFunction.ACCOUNT, "NOT_APPLICABLE"));
        }
    }

    @Test
    void invalidEvent_isReportedToLambda_andTheNextOneIsEvaluated() throws Exception {
        state.putCluster(LocalCluster.named("plain"));

        try (PackagedFunction function = PackagedFunction.start(directory, HANDLER, aws)) {
            LambdaRuntimeApi.Result failed = function.invoke("{\"Records\":[]}".getBytes(UTF_8));
            LambdaRuntimeApi.Result next = function.invoke(state.scheduledEvent(RULE, FIRST_RUN));

            assertThat(failed.isError()).isTrue();
            JsonNode error = JSON.readTree(failed.body());
            assertThat(error.get("errorType").asText()).endsWith("InvalidEventException");
            assertThat(error.get("errorMessage").asText())
                    .contains("invokingEvent", "missing", "as AWS Config sends it");
            assertThat(next.isError()).as(next.body()).isFalse();
            assertThat(compliance()).containsOnly(Map.entry("plain", "NON_COMPLIANT"));
            assertThat(function.isAlive()).isTrue();
            assertThat(function.logLines()).isNotEmpty().noneMatch(PackagedFunctionIT::isPrimingWarning);
        }
    }

    /** Other than every warning of a run, it has no rule. */
    private static boolean isPrimingWarning(String line) {
        return line.contains("\"WARN\"") && !line.contains("\"rule\"");
    }

    @Test
    void reportingRefused_messageQuotesTheToken_logAndErrorOmitIt() throws Exception {
        state.putCluster(LocalCluster.named("plain"));
        byte[] event = state.scheduledEvent(RULE, FIRST_RUN);
        String token = JSON.readTree(event).get("resultToken").asText();
        aws.faults().on("PutEvaluations").error("InvalidResultTokenException", "Invalid: " + token, 400);

        try (PackagedFunction function = PackagedFunction.start(directory, HANDLER, aws)) {
            LambdaRuntimeApi.Result failed = function.invoke(event);

            assertThat(failed.isError()).isTrue();
            assertThat(JSON.readTree(failed.body()).get("errorType").asText()).endsWith("ReportingException");
            assertThat(failed.body()).contains("InvalidResultTokenException").doesNotContain(token.substring(0, 16));
            assertThat(function.logLines()).noneMatch(line -> line.contains(token.substring(0, 16)));
        }
    }

    @Test
    void memberAccount_event_isEvaluatedWithItsRole() throws Exception {
        String member = "222233334444";
        EmulatorState memberState = aws.state(member, PackagedFunction.REGION);
        memberState.putCluster(LocalCluster.named("plain"));
        memberState.putOrganizationRule(RULE, Map.of("executionRoleName", "daxguard-member"));
        aws.addRole(member, "daxguard-member");

        try (PackagedFunction function = PackagedFunction.start(directory, HANDLER, aws)) {
            LambdaRuntimeApi.Result result = function.invoke(memberState.scheduledEvent(RULE, FIRST_RUN));

            assertThat(result.isError()).as(result.body()).isFalse();
        }
        assertThat(aws.calls("AssumeRole")).hasSize(1);
        assertThat(aws.calls("PutEvaluations")).singleElement().satisfies(call -> {
            assertThat(call.account()).isEqualTo(member);
            assertThat(call.sessionName()).isEqualTo("daxguard-" + RULE + "-" + member);
        });
    }

    @Test
    void tenThousandClusters_in128MegabytesOfHeap_areReportedWithMinimalCalls() throws Exception {
        runOnTenThousandClusters(200);
    }

    @Test
    @Tag("full")
    void tenThousandClusters_fiveThousandAreDeleted_areReportedWithMinimalCalls() throws Exception {
        runOnTenThousandClusters(5_000);
    }

    /** Three runs: all clusters are new, no cluster has changed, and some are deleted. */
    private void runOnTenThousandClusters(int deleted) throws Exception {
        for (int i = 0; i < CLUSTERS; i++) {
            LocalCluster cluster = LocalCluster.named("c-%05d".formatted(i));
            state.putCluster(i % 3 == 0 ? cluster : cluster.encrypted());
        }

        try (PackagedFunction function = PackagedFunction.start(directory, HANDLER, aws, List.of("-Xmx128m"))) {
            JsonNode first = run(function);

            assertThat(first.get("reported").asInt()).isEqualTo(CLUSTERS);
            assertThat(calls()).isEqualTo(calls(100, 1, 100));

            JsonNode unchanged = run(function);

            assertThat(unchanged.get("reported").asInt()).isZero();
            assertThat(unchanged.get("unchanged").asInt()).isEqualTo(CLUSTERS);
            assertThat(calls()).isEqualTo(calls(100, 100, 0));

            for (int i = 0; i < deleted; i++) {
                state.removeCluster("c-%05d".formatted(i));
            }
            JsonNode fewer = run(function);

            assertThat(fewer.get("staleRemoved").asInt()).isEqualTo(deleted);
            assertThat(fewer.get("unchanged").asInt()).isEqualTo(CLUSTERS - deleted);
            // A lookup for each deleted cluster.
            assertThat(calls()).isEqualTo(calls((CLUSTERS - deleted) / 100 + deleted, 100, deleted / 100));
            Map<String, String> compliance = compliance();
            assertThat(compliance).hasSize(CLUSTERS);
            compliance.forEach((name, type) -> assertThat(type).as(name).isEqualTo(expected(name, deleted)));
            assertPeakMemory(function);
        }
    }

    private JsonNode run(PackagedFunction function) throws Exception {
        aws.clearCalls();
        LambdaRuntimeApi.Result result = function.invoke(state.scheduledEvent(RULE, FIRST_RUN));
        assertThat(result.isError()).as(result.body()).isFalse();
        return JSON.readTree(result.body());
    }

    private Map<String, Long> calls() {
        return aws.calls().stream().collect(Collectors.groupingBy(Call::operation, Collectors.counting()));
    }

    private static Map<String, Long> calls(long describe, long read, long put) {
        Map<String, Long> calls = new HashMap<>(
                Map.of("DescribeClusters", describe, "GetComplianceDetailsByConfigRule", read, "PutEvaluations", put));
        calls.values().remove(0L);
        return calls;
    }

    /** The memory of the process, which Lambda limits. Last, because it ends the test if it cannot be read. */
    static void assertPeakMemory(PackagedFunction function) throws IOException {
        Path status = Path.of("/proc", String.valueOf(function.pid()), "status");
        assumeThat(status).as("only Linux has this file").exists();
        String peak = Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .findFirst()
                .orElseThrow();
        assertThat(Integer.parseInt(peak.replaceAll("\\D", ""))).as(peak).isLessThan(256 * 1024);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ClusterChangeHandler | DAXGUARD_CONTROLS | encryption-at-rest | DAXGUARD_RULE_NAMES: missing",
                "ClusterChangeHandler | DAXGUARD_RULE_NAMES | ' , ' | DAXGUARD_RULE_NAMES: missing",
                "ClusterChangeHandler | DAXGUARD_RULE_NAMES | a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u,v,w,x,y,z"
                        + " | DAXGUARD_RULE_NAMES: invalid value: 26 names. Expected: 1 to 25",
                "ReplacementHandler | DAXGUARD_CONFORMANCE_PACK | daxguard | DAXGUARD_RULE_NAMES: missing",
                "ReplacementHandler | DAXGUARD_RULE_NAMES | a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u,v,w,x,y,z"
                        + " | DAXGUARD_RULE_NAMES: invalid value: 26 names. Expected: 1 to 25",
                "TemplateHookHandler | DAXGUARD_CONTROLS | encryption-at-rest,DynamoDB.7"
                        + " | DAXGUARD_CONTROLS: invalid value: \"DynamoDB.7\"",
                "TemplateHookHandler | DAXGUARD_EXEMPT_CLUSTERS | legacy@soon | DAXGUARD_EXEMPT_CLUSTERS: invalid value: \"legacy@soon\"",
                "TemplateHookHandler | DAXGUARD_EXEMPTION_TAG | !!! | DAXGUARD_EXEMPTION_TAG: invalid value: \"!!!\"",
                "TemplateHookHandler | DAXGUARD_MAX_EXEMPTION_DAYS | 0 | DAXGUARD_MAX_EXEMPTION_DAYS: invalid value: \"0\"",
            })
    void invalidVariable_start_failsWithTheAcceptedValues(String handler, String variable, String value, String message)
            throws Exception {
        try (PackagedFunction function = PackagedFunction.start(
                directory,
                "io.github.daxguard.handler." + handler,
                PackagedFunction.ACCOUNT,
                Map.of(variable, value))) {
            LambdaRuntimeApi.Result result = function.invoke("{}".getBytes(UTF_8));

            assertThat(result.isError()).isTrue();
            assertThat(JSON.readTree(result.body()).path("errorMessage").asText())
                    .contains(message)
                    .contains("Expected: ");
        }
    }

    private static String classFile(String className) {
        return className.replace('.', '/') + ".class";
    }

    private static String expected(String name, int deleted) {
        int number = Integer.parseInt(name.substring(2));
        if (number < deleted) {
            return "NOT_APPLICABLE";
        }
        return number % 3 == 0 ? "NON_COMPLIANT" : "COMPLIANT";
    }

    private Map<String, String> compliance() {
        return state.results(RULE).stream()
                .collect(Collectors.toMap(StoredEvaluation::resourceId, StoredEvaluation::complianceType));
    }

    private static List<JsonNode> linesWith(List<String> lines, String field) throws IOException {
        List<JsonNode> found = new ArrayList<>();
        for (String line : lines) {
            JsonNode json = JSON.readTree(line);
            if (json.has(field)) {
                found.add(json);
            }
        }
        return found;
    }
}
