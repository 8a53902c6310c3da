package io.github.daxguard.cli.format;

import io.github.daxguard.cli.report.Look;
import io.github.daxguard.cli.report.Place.AccountRegion;
import io.github.daxguard.cli.report.Place.WholeAccount;
import io.github.daxguard.cli.report.Report;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Accounts as rows and Regions as columns; accounts with the most non-compliant clusters come first. */
record HeatMap(List<String> regions, List<Row> rows) {

    /** An account. {@code whole} replaces {@code cells} if nothing is known of any Region. */
    record Row(String account, String name, Optional<PlaceCell> whole, List<Cell> cells) {
        private int nonCompliant() {
            return cells.stream().mapToInt(cell -> cell.place().nonCompliant()).sum();
        }

        private boolean hasGap() {
            return whole.isPresent()
                    || cells.stream().anyMatch(cell -> cell.place().gap() >= 0);
        }
    }

    record Cell(String account, String region, PlaceCell place) {}

    static HeatMap of(Report report) {
        Iterator<PlaceCell> cellsOfPlaces = PlaceCell.of(report).iterator();
        TreeSet<String> regions = new TreeSet<>();
        Map<String, Map<String, PlaceCell>> places = new LinkedHashMap<>();
        Map<String, String> names = new LinkedHashMap<>();
        List<Row> rows = new ArrayList<>();
        for (Look look : report.looks()) {
            PlaceCell cell = cellsOfPlaces.next();
            if (look.place() instanceof AccountRegion place) {
                String region = place.region();
                regions.add(region);
                places.computeIfAbsent(place.account(), ignored -> new LinkedHashMap<>())
                        .put(region, cell);
                place.accountName().ifPresent(name -> names.put(place.account(), name));
            } else if (look.place() instanceof WholeAccount place) {
                rows.add(new Row(place.account(), place.accountName().orElse(""), Optional.of(cell), List.of()));
            }
        }
        places.forEach((account, cells) -> rows.add(new Row(
                account,
                names.getOrDefault(account, ""),
                Optional.empty(),
                regions.stream()
                        .map(region -> new Cell(account, region, cells.getOrDefault(region, PlaceCell.NOT_ASKED)))
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
