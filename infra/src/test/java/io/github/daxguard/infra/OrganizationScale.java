package io.github.daxguard.infra;

import static java.util.Locale.ROOT;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tables of {@code docs/reference/organization-at-scale.md}, from the quotas, prices and assumptions of that page and of
 * {@link CostTable}. All accounts have the default settings and the same Regions.
 *
 * @param alarms the number of metrics that the alarms of one stack evaluate, which determines their price
 * @param alarmsWithoutRealTime the same with {@code realTime=false}
 */
record OrganizationScale(int alarms, int alarmsWithoutRealTime) {

    private static final List<Integer> ACCOUNTS = List.of(10, 1_000, 10_000);
    private static final List<Integer> REGIONS = List.of(1, 5, 36);

    /** Quotas of CloudFormation. */
    private static final int INSTANCES_OF_A_STACK_SET = 100_000;

    private static final int CONCURRENT_INSTANCES_OF_A_REGION = 10_000;

    /** The settings of the stack set. */
    private static final int MAX_CONCURRENT_PERCENTAGE = 25;

    /** Assumptions on the deployment. */
    private static final int MINUTES_OF_A_STACK = 5;

    private static final int SLOW_CONCURRENCY = 100;

    private static final int FREQUENCY_HOURS = 24;
    private static final int DEFAULT_REFRESH = 24;
    private static final int LONGEST_REFRESH = 720;

    /** Lambda holds five requests of 20 seconds each. */
    private static final double POLLS_OF_A_MONTH = CostTable.HOURS_OF_A_MONTH * 3600.0 / 20 * 5;

    private static final double PRICE_OF_A_POLL = 0.40 / 1_000_000;

    /** A run takes 1.5 s with 512 MB, writes 4 KB to the log and has one trace. */
    private static final double PRICE_OF_A_RUN =
            1.5 * 0.5 * 0.000_013_333_4 + 0.20 / 1_000_000 + 4 / 1e6 * 0.50 + 5.0 / 1_000_000;

    private static final double PRICE_OF_AN_EVENT = 1.0 / 1_000_000;
    private static final double PRICE_OF_AN_EMAIL = 2.0 / 100_000;
    private static final double PRICE_OF_A_DASHBOARD = 3;

    /** Of the view in the account of the delegated administrator. */
    private static final int CENTRAL_ALARMS = 4;

    /** 30 runs of five minutes with 256 MB. */
    private static final double PRICE_OF_THE_DIGEST = 30 * 300 * 0.25 * 0.000_013_333_4;

    /** Two versions of 8 MB in a bucket of each Region. */
    private static final double PRICE_OF_A_CODE_BUCKET = 0.016 * 0.023;

    /** One account in ten has five clusters, in one Region. */
    private static final int ACCOUNTS_FOR_EACH_ACCOUNT_WITH_CLUSTERS = 10;

    private static final int CLUSTERS_OF_AN_ACCOUNT = 5;

    /** Each day, one cluster in a hundred is created or changed, and one alarm in a thousand is in ALARM and returns to OK. */
    private static final double CHANGED_CLUSTERS = 0.01;

    private static final double CHANGED_ALARMS = 0.001;

    /** The lines of each table with its heading, by the name of the table. */
    Map<String, List<String>> tables() {
        Map<String, List<String>> tables = new LinkedHashMap<>();
        tables.put("instances", instances());
        tables.put("stack", stack());
        tables.put("empty", empty());
        tables.put("clusters", clusters());
        tables.put("events", events());
        return tables;
    }

    private List<String> instances() {
        List<String> lines = heading(
                "accounts",
                "Regions",
                "stack instances",
                "share of the quota",
                "accounts at once",
                "Regions in parallel",
                "Regions one after another",
                "100 stacks at once");
        for (Size size : sizes()) {
            int batches = ceil(size.accounts, size.accountsAtOnce());
            lines.add(row(
                    "%,d | %d | %,d | %s | %,d | %s | %s | %s",
                    size.accounts,
                    size.regions,
                    size.instances(),
                    share(size.instances()),
                    size.accountsAtOnce(),
                    duration(batches * MINUTES_OF_A_STACK),
                    duration(batches * size.regions * MINUTES_OF_A_STACK),
                    // Not faster than the maximum of each Region.
                    duration(Math.max(batches, ceil(size.instances(), SLOW_CONCURRENCY)) * MINUTES_OF_A_STACK)));
        }
        return lines;
    }

    private List<String> stack() {
        List<String> lines = heading("item", "without clusters", "with `realTime=false`");
        lines.add(row("alarms | $%.2f | $%.2f", alarmsPrice(true), alarmsPrice(false)));
        lines.add(row("metrics | $%.2f | $%.2f", metrics(), metrics()));
        lines.add(row("requests to the queue of changes | $%.2f | none", queue(true)));
        lines.add(row("Lambda, logs, traces | $%.4f | $%.4f", runs(), runs()));
        lines.add(row(
                "evaluations, `refreshHours` = 24 | $%.3f | $%.3f",
                evaluations(0, DEFAULT_REFRESH), evaluations(0, DEFAULT_REFRESH)));
        lines.add(row(
                "evaluations, `refreshHours` = 720 | $%.3f | $%.3f",
                evaluations(0, LONGEST_REFRESH), evaluations(0, LONGEST_REFRESH)));
        lines.add(row(
                "**sum, `refreshHours` = 24** | **$%.2f** | **$%.2f**",
                member(DEFAULT_REFRESH, true), member(DEFAULT_REFRESH, false)));
        lines.add(row(
                "**sum, `refreshHours` = 720** | **$%.2f** | **$%.2f**",
                member(LONGEST_REFRESH, true), member(LONGEST_REFRESH, false)));
        return lines;
    }

    private List<String> empty() {
        List<String> lines = heading(
                "accounts",
                "Regions",
                "alarms",
                "metrics",
                "queues",
                "evaluations, 24 h",
                "evaluations, 720 h",
                "administrator's account",
                "**sum, 24 h**",
                "sum, 720 h",
                "sum, 720 h, `realTime=false`");
        for (Size size : sizes()) {
            long n = size.instances();
            double central = central(size);
            lines.add(row(
                    "%,d | %d | $%,.2f | $%,.2f | $%,.2f | $%,.2f | $%,.2f | $%,.2f | **$%,.2f** | $%,.2f | $%,.2f",
                    size.accounts,
                    size.regions,
                    n * alarmsPrice(true),
                    n * metrics(),
                    n * queue(true),
                    n * evaluations(0, DEFAULT_REFRESH),
                    n * evaluations(0, LONGEST_REFRESH),
                    central,
                    n * member(DEFAULT_REFRESH, true) + central,
                    n * member(LONGEST_REFRESH, true) + central,
                    n * member(LONGEST_REFRESH, false) + central));
        }
        return lines;
    }

    private static List<String> clusters() {
        List<String> lines = heading(
                "accounts",
                "accounts with clusters",
                "clusters",
                "daily, 24 h or every run",
                "daily, 720 h",
                "hourly, every run",
                "hourly, 24 h",
                "hourly, 720 h");
        for (int accounts : ACCOUNTS) {
            int owners = accounts / ACCOUNTS_FOR_EACH_ACCOUNT_WITH_CLUSTERS;
            lines.add(row(
                    "%,d | %,d | %,d | $%,.2f | $%,.2f | $%,.2f | $%,.2f | $%,.2f",
                    accounts,
                    owners,
                    owners * CLUSTERS_OF_AN_ACCOUNT,
                    owners * additional(CostTable.hoursBetweenReports(FREQUENCY_HOURS, DEFAULT_REFRESH)),
                    owners * additional(CostTable.hoursBetweenReports(FREQUENCY_HOURS, LONGEST_REFRESH)),
                    owners * additional(1),
                    owners * additional(CostTable.hoursBetweenReports(1, DEFAULT_REFRESH)),
                    owners * additional(CostTable.hoursBetweenReports(1, LONGEST_REFRESH))));
        }
        return lines;
    }

    private List<String> events() {
        List<String> lines = heading(
                "accounts",
                "Regions",
                "clusters",
                "events a day",
                "cost a month",
                "events of the first deployment",
                "events a second while it runs");
        for (Size size : sizes()) {
            long first = size.instances() * (alarms + CostTable.CONTROLS);
            double second = (double) size.accountsAtOnce()
                    * size.regions
                    * (alarms + CostTable.CONTROLS)
                    / (MINUTES_OF_A_STACK * 60);
            lines.add(row(
                    "%,d | %d | %,d | %,.1f | $%,.2f | %,d | %,.1f",
                    size.accounts,
                    size.regions,
                    size.clusters(),
                    eventsOfADay(size),
                    30 * eventsOfADay(size) * PRICE_OF_AN_EVENT,
                    first,
                    second));
        }
        return lines;
    }

    /** The monthly price of a stack without clusters in a member account. */
    private double member(int refreshHours, boolean realTime) {
        return alarmsPrice(realTime) + metrics() + queue(realTime) + runs() + evaluations(0, refreshHours);
    }

    /** The monthly price in the account of the delegated administrator. */
    private double central(Size size) {
        return CostTable.PRICE_OF_A_KEY
                + PRICE_OF_A_DASHBOARD
                + CENTRAL_ALARMS * CostTable.PRICE_OF_AN_ALARM
                + PRICE_OF_THE_DIGEST
                + size.regions * PRICE_OF_A_CODE_BUCKET
                + 30 * eventsOfADay(size) * (PRICE_OF_AN_EVENT + PRICE_OF_AN_EMAIL);
    }

    private double alarmsPrice(boolean realTime) {
        return (realTime ? alarms : alarmsWithoutRealTime) * CostTable.PRICE_OF_AN_ALARM;
    }

    private static double metrics() {
        return CostTable.metrics(FREQUENCY_HOURS);
    }

    private static double queue(boolean realTime) {
        return realTime ? POLLS_OF_A_MONTH * PRICE_OF_A_POLL : 0;
    }

    private static double runs() {
        return (double) CostTable.HOURS_OF_A_MONTH / FREQUENCY_HOURS * CostTable.CONTROLS * PRICE_OF_A_RUN;
    }

    private static double evaluations(int clusters, int refreshHours) {
        return CostTable.price(
                CostTable.evaluations(clusters, CostTable.hoursBetweenReports(FREQUENCY_HOURS, refreshHours)));
    }

    /** The additional cost of an account with clusters, compared with an account without clusters. */
    private static double additional(int hoursBetween) {
        return CostTable.price(CostTable.evaluations(CLUSTERS_OF_AN_ACCOUNT, hoursBetween))
                - CostTable.price(CostTable.evaluations(0, hoursBetween));
    }

    /** A created or changed cluster causes one event of CloudTrail and a compliance change for each control. */
    private double eventsOfADay(Size size) {
        return size.clusters() * CHANGED_CLUSTERS * (1 + CostTable.CONTROLS)
                + size.instances() * alarms * CHANGED_ALARMS * 2;
    }

    private record Size(int accounts, int regions) {

        long instances() {
            return (long) accounts * regions;
        }

        int clusters() {
            return accounts / ACCOUNTS_FOR_EACH_ACCOUNT_WITH_CLUSTERS * CLUSTERS_OF_AN_ACCOUNT;
        }

        /** In each Region. CloudFormation rounds down to a whole number, and operates on at least one account. */
        int accountsAtOnce() {
            return Math.min(CONCURRENT_INSTANCES_OF_A_REGION, Math.max(1, accounts * MAX_CONCURRENT_PERCENTAGE / 100));
        }
    }

    private static List<Size> sizes() {
        return ACCOUNTS.stream()
                .flatMap(accounts -> REGIONS.stream().map(regions -> new Size(accounts, regions)))
                .toList();
    }

    private static String share(long instances) {
        String percent = String.format(ROOT, "%.2f %%", 100.0 * instances / INSTANCES_OF_A_STACK_SET);
        return instances <= INSTANCES_OF_A_STACK_SET ? percent : "**" + percent + "**";
    }

    private static int ceil(long dividend, int divisor) {
        return (int) ((dividend + divisor - 1) / divisor);
    }

    private static String duration(int minutes) {
        if (minutes < 60) {
            return minutes + " min";
        }
        return minutes < 24 * 60
                ? String.format(ROOT, "%.1f h", minutes / 60.0)
                : String.format(ROOT, "%.1f days", minutes / (24 * 60.0));
    }

    private static List<String> heading(String... columns) {
        List<String> lines = new ArrayList<>();
        lines.add("| " + String.join(" | ", columns) + " |");
        lines.add("|" + "---|".repeat(columns.length));
        return lines;
    }

    private static String row(String format, Object... values) {
        return "| " + String.format(ROOT, format, values) + " |";
    }
}
