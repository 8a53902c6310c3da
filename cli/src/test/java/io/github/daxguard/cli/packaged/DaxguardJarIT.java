package io.github.daxguard.cli.packaged;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.daxguard.cli.packaged.PackagedCommand.Result;
import io.github.daxguard.cli.replace.LocalParameterStore;
import io.github.daxguard.emulator.LocalAws;
import io.github.daxguard.emulator.LocalCluster;
import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.util.VersionInfo;

class DaxguardJarIT {

    private static final String ACCOUNT = "111122223333";
    private static final String REGION = "eu-west-1";

    @TempDir
    private Path directory;

    @Test
    void demo_twice_hasTheSameLinesAndCommandsWithThisJar() throws Exception {
        Result first = run(Map.of("COLUMNS", ""), "demo");
        Result second = run(Map.of("COLUMNS", ""), "demo");

        assertThat(first.exitCode()).as(first.out()).isZero();
        assertThat(first.err()).isEmpty();
        assertThat(first.out().lines().toList())
                .hasSizeBetween(30, 45)
                .contains("  java -jar " + PackagedCommand.jar() + " scan");
        assertThat(second.out()).isEqualTo(first.out());
    }

    @Test
    void demo_narrowTerminal_hasMoreLinesThatFit() throws Exception {
        Result result = run(Map.of("COLUMNS", "70"), "demo");

        assertThat(result.exitCode()).as(result.out()).isZero();
        assertThat(result.out().lines()).hasSizeGreaterThan(45);
        // The commands to paste are never wrapped.
        assertThat(result.out().lines().filter(line -> !line.startsWith("  ")))
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(70));
    }

    @Test
    void demo_completeTwice_succeedsWithTheSameOutputApartFromDurationsAndIds() throws Exception {
        Result first = run(Map.of(), "demo", "--full");
        Result second = run(Map.of(), "demo", "--full");

        assertThat(first.exitCode()).isZero();
        assertThat(first.err()).isEmpty();
        assertThat(first.out()).contains("All 10 acts had the expected results").doesNotContain("\u001b");
        assertThat(comparable(second.out())).isEqualTo(comparable(first.out()));
    }

    @Test
    @Tag("full")
    void demo_unreachableProxy_succeeds() throws Exception {
        Result result = run(Map.of("http_proxy", "http://127.0.0.1:9", "HTTP_PROXY", "http://127.0.0.1:9"), "demo");

        assertThat(result.exitCode()).as(result.err()).isZero();
    }

    @Test
    @Tag("full")
    void demo_colorForced_hasColorUnlessNoColorIsSet() throws Exception {
        assertThat(run(Map.of("CLICOLOR_FORCE", "1"), "demo").out()).contains("\u001b[");
        assertThat(run(Map.of("CLICOLOR_FORCE", "1", "NO_COLOR", "1"), "demo").out())
                .doesNotContain("\u001b");
    }

    @Test
    @Tag("full")
    void demo_otherAwsSettings_writesTheSameOutput() throws Exception {
        Path config = Files.writeString(directory.resolve("config"), "[default]\nuse_fips_endpoint = true\n");
        Result plain = run(Map.of(), "demo");
        Result setUp = run(
                Map.of(
                        "AWS_USE_FIPS_ENDPOINT", "true",
                        "AWS_USE_DUALSTACK_ENDPOINT", "true",
                        "AWS_MAX_ATTEMPTS", "1",
                        "AWS_DEFAULTS_MODE", "bogus",
                        "AWS_CONFIG_FILE", config.toString(),
                        "AWS_ENDPOINT_URL", "http://127.0.0.1:9"),
                "demo");

        assertThat(setUp.exitCode()).as(setUp.err()).isZero();
        assertThat(comparable(setUp.out())).isEqualTo(comparable(plain.out()));
    }

    @Test
    @Tag("full")
    void demo_otherLocale_writesTheSameOutput() throws Exception {
        // Under LC_ALL=C a JVM cannot open a jar below a folder whose name is not ASCII.
        assumeThat(US_ASCII.newEncoder()
                        .canEncode(PackagedCommand.jar().toAbsolutePath().toString()))
                .as("the jar's path is ASCII")
                .isTrue();
        Result posix = run(Map.of("LC_ALL", "C"), "demo");
        Result arabic = run(Map.of("JDK_JAVA_OPTIONS", "-Duser.language=ar -Duser.country=EG"), "demo");

        assertThat(posix.exitCode()).as(posix.err()).isZero();
        assertThat(arabic.exitCode()).as(arabic.err()).isZero();
        assertThat(comparable(arabic.out())).isEqualTo(comparable(posix.out()));
    }

    @Test
    void version_fromTheJar_hasVersionCommitJavaAndSdk() throws Exception {
        try (JarFile jar = new JarFile(PackagedCommand.jar().toFile())) {
            Attributes manifest = jar.getManifest().getMainAttributes();

            assertThat(run(Map.of(), "--version").out().lines())
                    .containsExactly(
                            "daxguard " + manifest.getValue("Implementation-Version"),
                            "Commit: " + manifest.getValue("Implementation-Commit"),
                            "Java: " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")",
                            "AWS SDK for Java: " + VersionInfo.SDK_VERSION);
            assertThat(manifest.getValue("Implementation-Commit")).matches("[0-9a-f]{12,}(-modified)?|unknown");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "replace orders --dry-run"})
    void output_fullDevice_exitsWith2AndReportsIt(String arguments) throws Exception {
        File full = new File("/dev/full");
        assumeThat(full).as("a device that is always full, on Linux").exists();
        try (LocalAws aws = awsWithOrders()) {
            Result result = new PackagedCommand(directory)
                    .start(
                            settings(aws),
                            List.of(
                                    "sh",
                                    "-c",
                                    "exec \"$0\" -jar \"$1\" " + arguments + " >/dev/full",
                                    PackagedCommand.java(),
                                    PackagedCommand.jar().toString()))
                    .result();

            assertThat(result.exitCode()).isEqualTo(2);
            assertThat(result.err()).contains("the output could not be written");
        }
    }

    @Test
    void invalidCommandLine_fromTheJar_exitsWith3() throws Exception {
        Result result = run(Map.of(), "no-such-command");

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("unknown command \"no-such-command\"");
    }

    /** A pull request can add files to the current folder, which is often the checked one. */
    @Test
    void checkTemplate_configurationInTheCurrentFolder_isNotRead() throws Exception {
        Files.writeString(directory.resolve("template.yaml"), "Resources: {A: {Type: 'AWS::DAX::Cluster'}}");
        for (String name : List.of(".daxguard.yaml", "daxguard.yaml", "config.yaml", "daxguard/config.yaml")) {
            Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "common: {fail-on: never}");
        }
        String command = "cd '" + directory + "' && exec '" + PackagedCommand.java() + "' -jar '"
                + PackagedCommand.jar().toAbsolutePath() + "' check-template template.yaml";
        PackagedCommand daxguard = new PackagedCommand(directory);

        for (Map<String, String> variables : List.of(
                Map.<String, String>of(), Map.of("XDG_CONFIG_HOME", "."), Map.of("XDG_CONFIG_HOME", "", "HOME", "."))) {
            assertThat(daxguard.start(variables, List.of("sh", "-c", command)).result())
                    .as("%s", variables)
                    .satisfies(result -> assertThat(result.exitCode()).isEqualTo(1))
                    .satisfies(result -> assertThat(result.out()).doesNotContain("Options from"));
        }
        assertThat(daxguard.start(Map.of(), List.of("sh", "-c", command + " --config config.yaml"))
                        .result()
                        .out())
                .contains("Options from config.yaml: fail-on.");
    }

    /** The unused commands and the modules of the SDK would make each start slower. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--help                       | cli.Subcommand             | cli.scan cli.template cli.replace cli.doctor cli.demo awssdk jackson",
                "help doctor                  | cli.doctor.DoctorCommand   | cli.scan cli.template cli.replace cli.demo awssdk jackson",
                "help replace                 | cli.replace.ReplaceCommand | cli.scan cli.template cli.demo awssdk jackson",
                "replace                      | cli.replace.ReplaceCommand | cli.scan cli.template cli.demo awssdk jackson",
                "scan --nope                  | cli.scan.ScanCommand       | cli.template cli.replace cli.demo awssdk jackson",
                "check-template template.json | cli.template.TemplateCheck | cli.scan cli.replace cli.demo awssdk",
                "scan                         | services.dax               | services.securityhub services.organizations services.cloudtrail services.iam cli.template",
                "scan --created-by            | services.cloudtrail        | services.securityhub services.organizations services.iam",
                "scan --tables                | services.iam               | services.securityhub services.organizations services.cloudtrail",
                "replace orders --dry-run     | services.dax               | services.securityhub services.organizations"
            })
    void start_anyCommand_loadsOnlyItsClasses(String arguments, String loaded, String notLoaded) throws Exception {
        Path classes = Files.createTempFile(directory, "classes", "");
        Path template = Files.writeString(directory.resolve("template.json"), "{\"Resources\": {}}");
        try (LocalAws aws = awsWithOrders()) {
            Map<String, String> variables = settings(aws);
            variables.put("JDK_JAVA_OPTIONS", "-Xlog:class+load:file=" + classes);

            run(
                    variables,
                    arguments.replace("template.json", template.toString()).split(" "));
        }

        assertThat(Files.readString(classes)).contains(loaded).doesNotContain(notLoaded.split(" "));
    }

    @Test
    void replace_dryRun_showsTheRequestAndChangesNothing() throws Exception {
        try (LocalAws aws = awsWithOrders()) {
            Result result = run(settings(aws), "replace", "orders", "--dry-run");

            assertThat(result.exitCode()).as(result.err()).isZero();
            assertThat(result.err()).isEmpty();
            assertThat(result.out()).contains("\"ClusterName\" : \"orders-v2\"", "Nothing was changed.");
            assertThat(aws.calls("CreateCluster")).isEmpty();
        }
    }

    @Test
    void replace_withoutTerminalAndYes_changesNothing() throws Exception {
        try (LocalAws aws = awsWithOrders()) {
            Result result = run(settings(aws), "replace", "orders");

            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.out()).contains("Creating orders-v2 requires --yes or an");
            assertThat(aws.calls("CreateCluster")).isEmpty();
        }
    }

    @Test
    void replace_repeatedWithoutWaiting_replacesTheCluster() throws Exception {
        try (LocalAws aws = awsWithOrders()) {
            LocalParameterStore parameters = new LocalParameterStore(aws);
            String[] command = {
                "replace", "orders", "--yes", "--confirm", "orders", "--no-wait", "--endpoint-parameter", "/shop/dax"
            };

            assertThat(run(settings(aws), command).exitCode()).isEqualTo(1);
            aws.state(ACCOUNT, REGION).settle();
            Result second = run(settings(aws), command);
            aws.state(ACCOUNT, REGION).settle();
            Result third = run(settings(aws), command);

            assertThat(second.exitCode()).as(second.err()).isZero();
            assertThat(second.out()).contains("orders is being deleted.");
            assertThat(third.exitCode()).as(third.err()).isZero();
            assertThat(third.out()).contains("The replacement is finished: orders is");
            assertThat(aws.state(ACCOUNT, REGION).cluster("orders")).isEmpty();
            assertThat(parameters.value(ACCOUNT, REGION, "/shop/dax")).startsWith("dax://orders-v2.");
            assertThat(aws.calls("CreateCluster")).hasSize(1);
            assertThat(aws.calls("DeleteCluster")).hasSize(1);
        }
    }

    @Test
    void replace_profileGiven_usesItsCredentialsRegionAndEndpoint() throws Exception {
        try (LocalAws aws = awsWithOrders()) {
            Path config = Files.writeString(
                    directory.resolve("config"),
                    "[profile shop]%nregion = %s%nendpoint_url = %s%naws_access_key_id = %s%naws_secret_access_key = s%n"
                            .formatted(
                                    REGION,
                                    aws.endpoint(),
                                    aws.accessKey(ACCOUNT).id()));
            Result result = run(
                    Map.of(
                            "AWS_CONFIG_FILE", config.toString(),
                            "AWS_ACCESS_KEY_ID", aws.accessKey("444455556666").id(),
                            "AWS_SECRET_ACCESS_KEY", "s"),
                    "replace",
                    "orders",
                    "--dry-run",
                    "--profile",
                    "shop");

            assertThat(result.exitCode()).as(result.err()).isZero();
            assertThat(result.out()).contains("account   " + ACCOUNT, "Region    " + REGION);
        }
    }

    @Test
    void replace_unknownProfile_listsTheProfiles() throws Exception {
        Path config = Files.writeString(directory.resolve("config"), "[default]%n[profile shop]%n".formatted());
        Result result = run(Map.of("AWS_CONFIG_FILE", config.toString()), "replace", "orders", "--profile", "shpo");

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.err())
                .contains(
                        "--profile: the profile \"shpo\" does not exist in the AWS configuration files. Profiles: default, shop.");
    }

    @Test
    void replace_identityCenterProfileWithoutSignIn_exitsWith2() throws Exception {
        Path config = Files.writeString(directory.resolve("config"), """
                [profile shop]
                region = eu-west-1
                sso_session = company
                sso_account_id = 111122223333
                sso_role_name = Admin
                [sso-session company]
                sso_region = eu-west-1
                sso_start_url = https://company.awsapps.com/start
                """);
        Result result = run(Map.of("AWS_CONFIG_FILE", config.toString()), "replace", "orders", "--profile", "shop");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("GetCallerIdentity").doesNotContain("class path", "classpath", "\tat ");
    }

    @ParameterizedTest
    @CsvSource({"'',No Region is set. Specify --region", "Ireland,invalid Region \"Ireland\""})
    void replace_missingOrInvalidRegion_exitsWith3(String region, String message) throws Exception {
        Map<String, String> variables = new HashMap<>(Map.of("AWS_EC2_METADATA_DISABLED", "true"));
        if (!region.isEmpty()) {
            variables.put("AWS_REGION", region);
        }
        Result result = run(variables, "replace", "orders");

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.err()).contains(message).doesNotContain("\tat ");
    }

    @Test
    void replace_invalidEndpoint_exitsWith3() throws Exception {
        Result result =
                run(Map.of("AWS_REGION", REGION, "AWS_ENDPOINT_URL", "not a uri"), "replace", "orders", "--dry-run");

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.err())
                .contains("daxguard replace: The AWS settings cannot be used")
                .doesNotContain("\tat ");
    }

    @Test
    void replace_noCredentials_reportsHowToSignIn() throws Exception {
        Result result = run(
                Map.of("AWS_REGION", REGION, "AWS_EC2_METADATA_DISABLED", "true"), "replace", "orders", "--dry-run");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("No credentials found. Sign in (aws sso login");
    }

    private static LocalAws awsWithOrders() {
        LocalAws aws = LocalAws.start();
        aws.state(ACCOUNT, REGION).putCluster(LocalCluster.named("orders"));
        return aws;
    }

    private static Map<String, String> settings(LocalAws aws) {
        return PackagedCommand.settings(aws, ACCOUNT, REGION);
    }

    @Test
    void jar_filesOfDependencies_areMergedOrExcluded() throws Exception {
        try (JarFile jar = new JarFile(PackagedCommand.jar().toFile())) {
            List<String> entries = jar.stream().map(ZipEntry::getName).toList();

            assertThat(entries)
                    .doesNotHaveDuplicates()
                    .contains(
                            "META-INF/services/software.amazon.awssdk.http.SdkHttpService",
                            "META-INF/services/org.slf4j.spi.SLF4JServiceProvider",
                            "META-INF/LICENSE",
                            "META-INF/LICENSE.txt",
                            "META-INF/NOTICE",
                            "META-INF/NOTICE.txt")
                    .noneMatch(name -> name.endsWith("module-info.class"))
                    .noneMatch(name -> name.matches("META-INF/[^/]*\\.(SF|DSA|RSA)"));
            assertThat(jar.getManifest().getMainAttributes().getValue("Multi-Release"))
                    .isEqualTo("true");
            // The licenses of SLF4J and the SDK, which have the same file name.
            assertThat(new String(
                            jar.getInputStream(jar.getEntry("META-INF/LICENSE.txt"))
                                    .readAllBytes(),
                            UTF_8))
                    .contains("QOS.ch", "Apache License");
        }
    }

    /** A class-data archive cannot contain the published classes of picocli, which are compiled for Java 5. */
    @Test
    void jar_picocli_isCompiledForJava17() throws Exception {
        try (JarFile jar = new JarFile(PackagedCommand.jar().toFile());
                DataInputStream picocli =
                        new DataInputStream(jar.getInputStream(jar.getEntry("picocli/CommandLine.class")))) {
            assertThat(picocli.readInt()).isEqualTo(0xCAFEBABE);
            assertThat(picocli.readUnsignedShort()).as("minor version").isZero();
            assertThat(picocli.readUnsignedShort()).as("major version").isEqualTo(61);
        }
    }

    /** A new library fails this test until its license is listed, with the text that is in the jar. */
    @Test
    void jar_everyLibrary_hasTheTextOfItsLicense() throws Exception {
        try (JarFile jar = new JarFile(PackagedCommand.jar().toFile());
                CSVParser licenses = CSVParser.parse(
                        jar.getInputStream(jar.getEntry("META-INF/licenses/libraries.csv")),
                        UTF_8,
                        CSVFormat.RFC4180.builder().setHeader().get())) {
            Map<String, CSVRecord> byLibrary =
                    licenses.stream().collect(Collectors.toMap(license -> license.get("library"), license -> license));
            Set<String> libraries = Stream.concat(
                            jar.stream()
                                    .map(entry -> entry.getName().split("/"))
                                    .filter(path -> path.length == 5 && path[1].equals("maven"))
                                    .map(path -> path[2].equals("software.amazon.awssdk")
                                            ? path[2] + ":*"
                                            : path[2] + ":" + path[3])
                                    .filter(library -> !library.startsWith("io.github.daxguard:")),
                            // Their jars have no description by Maven.
                            Stream.of(
                                    "info.picocli:picocli",
                                    "org.reactivestreams:reactive-streams",
                                    "software.amazon.eventstream:eventstream"))
                    .collect(Collectors.toSet());

            assertThat(byLibrary.keySet()).isEqualTo(libraries);
            for (CSVRecord license : byLibrary.values()) {
                String text = new String(
                        jar.getInputStream(jar.getEntry(license.get("text"))).readAllBytes(), UTF_8);
                assertThat(text.replaceAll("\\s+", " "))
                        .as(license.toString())
                        .contains(
                                switch (license.get("license")) {
                                    case "Apache-2.0" -> "Apache License";
                                    case "BSD-3-Clause" -> "Redistribution and use in source and binary forms";
                                    default -> "Permission is hereby granted, free of charge";
                                });
            }
        }
    }

    private Result run(Map<String, String> variables, String... arguments) throws IOException, InterruptedException {
        return new PackagedCommand(directory).run(variables, arguments);
    }

    /** The output without values that differ between runs, and without line breaks, which longer numbers can move. */
    private static String comparable(String output) {
        return output.replaceAll("durationMs=\\d+", "durationMs=")
                .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID")
                .replaceAll("[\\s|]+", " ");
    }
}
