package io.github.daxguard.cli.packaged;

import io.github.daxguard.cli.scan.LocalOrganization;
import io.github.daxguard.emulator.AccessKey;
import io.github.daxguard.emulator.LocalAws;
import io.github.daxguard.emulator.LocalCluster;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.dax.DaxClient;

/**
 * Measures a scan of an organization: 50 accounts, 15 Regions, 20 clusters in each, every call delayed by 80 ms.
 *
 * <p>Not a test, because the result depends on the machine. Runs the packaged command line several times in its own process, and
 * prints the time and the peak memory of each run. CONTRIBUTING.md describes how to run it.
 */
final class ScanBenchmark {

    private static final String MANAGEMENT = "111122223333";
    private static final int ACCOUNTS = 50;
    private static final int CLUSTERS = 20;
    private static final Duration DELAY = Duration.ofMillis(80);
    private static final int RUNS = 5;

    private ScanBenchmark() {}

    public static void main(String... arguments) throws Exception {
        Path jar = Path.of(arguments[0]);
        PrintStream out = System.out;
        try (LocalAws aws = LocalAws.start()) {
            fill(aws);
            for (String operation : List.of("DescribeClusters", "AssumeRole", "ListAccounts", "GetCallerIdentity")) {
                aws.faults().on(operation).delay(DELAY);
            }
            for (int run = 0; run < RUNS; run++) {
                aws.clearCalls();
                measure(jar, aws, out);
            }
        }
    }

    private static void fill(LocalAws aws) {
        LocalOrganization organization = new LocalOrganization(aws, MANAGEMENT);
        for (int i = 0; i < ACCOUNTS; i++) {
            String account = i == 0 ? MANAGEMENT : String.valueOf(200_000_000_000L + i);
            if (i > 0) {
                organization.addAccount(account, "Account " + i, "ACTIVE");
            }
            aws.addRole(account, "audit");
            DaxClient.serviceMetadata().regions().stream()
                    .map(region -> region.id())
                    .filter(region -> !region.startsWith("cn-"))
                    .forEach(region -> {
                        for (int cluster = 0; cluster < CLUSTERS; cluster++) {
                            aws.state(account, region).putCluster(cluster(cluster));
                        }
                    });
        }
    }

    private static LocalCluster cluster(int number) {
        LocalCluster cluster = LocalCluster.named("cluster-" + number);
        return number % 4 == 0 ? cluster : cluster.encrypted().tls();
    }

    private static void measure(Path jar, LocalAws aws, PrintStream out) throws IOException, InterruptedException {
        AccessKey key = aws.accessKey(MANAGEMENT);
        Path report = Files.createTempFile("report", ".txt");
        Path table = Files.createTempFile("report", ".txt");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        jar.toString(),
                        "scan",
                        "--organization",
                        "--role",
                        "audit",
                        "--output",
                        report.toString())
                .redirectOutput(table.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("AWS_ENDPOINT_URL", aws.endpoint().toString());
        builder.environment().put("AWS_REGION", "eu-west-1");
        builder.environment().put("AWS_ACCESS_KEY_ID", key.id());
        builder.environment().put("AWS_SECRET_ACCESS_KEY", key.secret());
        long start = System.nanoTime();
        Process process = builder.start();
        long peak = 0;
        while (process.isAlive()) {
            peak = Math.max(peak, residentKilobytes(process));
            Thread.sleep(20);
        }
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        out.printf(
                "%.1f s, %d MB at peak, exit code %d, %d DescribeClusters, %d lines of table, %d KB of HTML%n",
                time.toMillis() / 1000.0,
                peak / 1024,
                process.exitValue(),
                aws.calls("DescribeClusters").size(),
                Files.readAllLines(table).size(),
                Files.size(report) / 1024);
        Files.delete(report);
        Files.delete(table);
    }

    /** The peak resident memory of the process so far; 0 if the system does not report it. */
    private static long residentKilobytes(Process process) {
        try (var lines = Files.lines(Path.of("/proc", String.valueOf(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException | java.io.UncheckedIOException e) {
            return 0;
        }
    }
}
