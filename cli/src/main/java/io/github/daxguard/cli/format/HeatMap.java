package io.github.daxguard.cli.format;

import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.report.ScannedTarget;
import io.github.daxguard.cli.report.Target.AccountRegion;
import io.github.daxguard.cli.report.Target.WholeAccount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Accounts as rows and Regions as columns; accounts with the most non-compliant clusters are first. */
record HeatMap(List<String> regions, List<Row> rows) {

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
        targets.forEach((account, cells) -> rows.add(new Row(
                account,
                names.getOrDefault(account, ""),
                Optional.empty(),
                regions.stream()
                        .map(region -> new Cell(account, region, cells.getOrDefault(region, TargetCell.NOT_IN_SCOPE)))
                        .toList())));
        rows.sort(Comparator.comparing((Row row) -> -row.nonCompliant())
                .thenComparing(row -> !row.hasGap())
                .thenComparing(Row::account));
        return new HeatMap(List.copyOf(regions), rows);
    }

    /** The columns that a whole account spans. */
    int width() {
        return Math.max(1, regions.size());
    }
}
