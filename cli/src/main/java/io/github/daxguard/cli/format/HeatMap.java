package io.github.daxguard.cli.format;

import io.github.daxguard.cli.report.Look;
import io.github.daxguard.cli.report.Place.AccountRegion;
import io.github.daxguard.cli.report.Place.WholeAccount;
import io.github.daxguard.cli.report.Report;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The accounts as rows and the Regions as columns, with the accounts that have most to mend first. */
record HeatMap(List<String> regions, List<Row> rows) {

    /**
     * An account.
     *
     * @param account its number, or how else the person calls it
     * @param name as the organization calls it; empty if it is not known
     * @param whole what is known of all its Regions at once, if nothing was learnt of any
     * @param cells else one for each Region
     */
    record Row(String account, String name, Optional<PlaceCell> whole, List<Cell> cells) {
        private int nonCompliant() {
            return cells.stream().mapToInt(cell -> cell.place().nonCompliant()).sum();
        }

        private boolean hasGap() {
            return whole.isPresent()
                    || cells.stream().anyMatch(cell -> cell.place().gap() >= 0);
        }
    }

    /** An account in a Region. */
    record Cell(String account, String region, PlaceCell place) {}

    static HeatMap of(Report report) {
        PlaceTally tally = new PlaceTally(report);
        int gaps = 0;
        TreeSet<String> regions = new TreeSet<>();
        Map<String, Map<String, PlaceCell>> places = new LinkedHashMap<>();
        Map<String, String> names = new LinkedHashMap<>();
        List<Row> rows = new ArrayList<>();
        for (Look look : report.looks()) {
            PlaceCell cell = PlaceCell.of(look, tally, look.isGap() ? gaps++ : -1);
            if (look.place() instanceof AccountRegion place) {
                String region = PageText.of(place.region());
                regions.add(region);
                places.computeIfAbsent(place.account(), ignored -> new LinkedHashMap<>())
                        .put(region, cell);
                place.accountName().ifPresent(name -> names.put(place.account(), name));
            } else if (look.place() instanceof WholeAccount place) {
                rows.add(new Row(
                        PageText.of(place.account()),
                        PageText.of(place.accountName().orElse("")),
                        Optional.of(cell),
                        List.of()));
            }
        }
        places.forEach((account, cells) -> rows.add(new Row(
                PageText.of(account),
                PageText.of(names.getOrDefault(account, "")),
                Optional.empty(),
                regions.stream()
                        .map(region ->
                                new Cell(PageText.of(account), region, cells.getOrDefault(region, PlaceCell.NOT_ASKED)))
                        .toList())));
        rows.sort(Comparator.comparing((Row row) -> -row.nonCompliant())
                .thenComparing(row -> !row.hasGap())
                .thenComparing(Row::account));
        return new HeatMap(List.copyOf(regions), rows);
    }

    /** Over how many columns a whole account goes. */
    int width() {
        return Math.max(1, regions.size());
    }
}
