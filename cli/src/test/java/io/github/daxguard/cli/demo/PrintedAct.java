package io.github.daxguard.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An act as a reader finds it in the output.
 *
 * @param text all of it
 * @param compliance each cluster's compliance, by what stands in its row
 * @param changed the clusters whose rows are marked
 */
record PrintedAct(String text, Map<String, String> compliance, List<String> changed) {

    private static final Pattern ROW =
            Pattern.compile("(?<mark>[* ]) (?<cluster>\\S+) +(?<compliance>NON_COMPLIANT|COMPLIANT|NOT_APPLICABLE) .*");

    /** All acts of an output without colour, the first one first. */
    static List<PrintedAct> allOf(List<String> output) {
        List<PrintedAct> acts = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        boolean inAct = false;
        for (String line : output) {
            if (line.startsWith("----")) {
                if (inAct) {
                    acts.add(of(lines));
                }
                lines = new ArrayList<>();
                inAct = false;
            } else {
                inAct |= line.startsWith("Act ");
                lines.add(line);
            }
        }
        if (inAct) {
            acts.add(of(lines));
        }
        return acts;
    }

    private static PrintedAct of(List<String> lines) {
        Map<String, String> compliance = new TreeMap<>();
        List<String> changed = new ArrayList<>();
        for (String line : lines) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                compliance.put(row.group("cluster"), row.group("compliance"));
                if (row.group("mark").equals("*")) {
                    changed.add(row.group("cluster"));
                }
            }
        }
        return new PrintedAct(lines.stream().map(String::strip).collect(Collectors.joining(" ")), compliance, changed);
    }
}
