package io.github.daxguard.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An act of the demo in its output.
 *
 * @param text the complete text
 * @param compliance the compliance of each cluster in the table
 * @param changed the clusters whose rows are marked as changed
 */
record PrintedAct(String text, Map<String, String> compliance, List<String> changed) {

    private static final Pattern ROW =
            Pattern.compile("(?<mark>[* ]) (?<cluster>\\S+) +(?<compliance>NON_COMPLIANT|COMPLIANT|NOT_APPLICABLE) .*");

    /** The acts in an output without colors, in order. */
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
