package io.github.daxguard.results;

import io.github.daxguard.rule.Verdict;

/** A verdict on a resource, to report to AWS Config. */
public record Evaluation(Resource resource, Verdict verdict) {}
