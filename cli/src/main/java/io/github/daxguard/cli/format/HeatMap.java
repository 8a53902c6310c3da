package io.github.daxguard.cli.format;

import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.report.ScannedTarget;
import io.github.daxguard.cli.report.Target.AccountRegion;
import io.github.daxguard.cli.report.Target.WholeAccount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Accounts as rows and Regions as columns; accounts with the most non-compliant clusters are first.
 *
 * @param regions that have a cluster or may have one
 * @param withoutClusters Regions without a column, because every account that has them was scanned and has no cluster there
 * @param excluded Regions without a column, because no account has enabled them or they have no DAX
 */
record HeatMap(List<String> regions, List<String> withoutClusters, List<String> excluded, List<Row> rows) {

    private static final Set<TargetCell.State> EXCLUDED =
            EnumSet.of(TargetCell.State.NOT_ENABLED, TargetCell.State.NOT_OFFERED);

    private static final Set<TargetCell.State> WITHOUT_CLUSTERS =
            EnumSet.of(TargetCell.State.EMPTY, TargetCell.State.NOT_ENABLED, TargetCell.State.NOT_OFFERED);

    /** An account. {@code whole} replaces {@code cells} if no Region could be read. */
    record Row(String account, String name, Optional<TargetCell> whole, List<Cell> cells) {
        private int nonCompliant() {
            return cells.stream().mapToInt(cell -> cell.target().nonCompliant()).sum();
        }

        private boolean hasGap() {
            return whole.isPresent()
                    || cells.stream().anyMatch(cell -> cell.target().gap() >= 0);
        }
    }

    record Cell(String account, String region, TargetCell target) {}

    static HeatMap of(Report report) {
        Iterator<TargetCell> targetCells = TargetCell.of(report).iterator();
        TreeSet<String> regions = new TreeSet<>();
        Map<String, Map<String, TargetCell>> targets = new LinkedHashMap<>();
        Map<String, String> names = new LinkedHashMap<>();
        List<Row> rows = new ArrayList<>();
        for (ScannedTarget scannedTarget : report.targets()) {
            TargetCell cell = targetCells.next();
            if (scannedTarget.target() instanceof AccountRegion target) {
                String region = target.region();
                regions.add(region);
                targets.computeIfAbsent(target.account(), ignored -> new LinkedHashMap<>())
                        .put(region, cell);
                target.accountName().ifPresent(name -> names.put(target.account(), name));
            } else if (scannedTarget.target() instanceof WholeAccount target) {
                rows.add(new Row(target.account(), target.accountName().orElse(""), Optional.of(cell), List.of()));
            }
        }
        List<String> withoutClusters = new ArrayList<>();
        List<String> excluded = new ArrayList<>();
        List<String> columns = new ArrayList<>();
        for (String region : regions) {
            Set<TargetCell.State> states = targets.values().stream()
                    .flatMap(cells -> Optional.ofNullable(cells.get(region)).stream())
                    .map(TargetCell::state)
                    .collect(Collectors.toSet());
            if (EXCLUDED.containsAll(states)) {
                excluded.add(region);
            } else if (WITHOUT_CLUSTERS.containsAll(states)) {
                withoutClusters.add(region);
            } else {
                columns.add(region);
            }
        }
        targets.forEach((account, cells) -> rows.add(new Row(
                account,
                names.getOrDefault(account, ""),
                Optional.empty(),
                columns.stream()
                        .map(region -> new Cell(account, region, cells.getOrDefault(region, TargetCell.NOT_IN_SCOPE)))
                        .toList())));
        rows.sort(Comparator.comparing((Row row) -> -row.nonCompliant())
                .thenComparing(row -> !row.hasGap())
                .thenComparing(Row::account));
        rows.removeIf(row -> row.whole().isEmpty() && row.cells().isEmpty());
        return new HeatMap(columns, withoutClusters, excluded, rows);
    }

    /** The number of Regions without clusters; empty if there are none. */
    Optional<String> folded() {
        return count(withoutClusters).map(regions -> regions + " without clusters");
    }

    /** The number of Regions that are excluded; empty if there are none. */
    Optional<String> excludedColumns() {
        return count(excluded).map(regions -> regions + " not enabled or without DAX");
    }

    private static Optional<String> count(List<String> regions) {
        return Optional.of(Counted.of(regions.size(), "Region")).filter(ignored -> !regions.isEmpty());
    }

    /** The columns that a whole account spans. */
    int width() {
        return Math.max(1, regions.size());
    }
}
