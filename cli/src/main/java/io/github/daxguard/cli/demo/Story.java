package io.github.daxguard.cli.demo;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * What is played: clusters and rules to begin with, then acts.
 *
 * @param beginning by the story's clock
 * @param setUp puts the clusters and the rules where they are
 * @param rules each rule's parameters, in the order in which they are shown
 * @param acts at least one
 */
record Story(Instant beginning, Act.Deed setUp, Map<String, SortedMap<String, String>> rules, List<Act> acts) {

    Story {
        acts = List.copyOf(acts);
    }
}
