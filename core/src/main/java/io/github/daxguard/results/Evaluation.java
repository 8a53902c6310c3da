package io.github.daxguard.results;

import io.github.daxguard.rule.Verdict;

/** A verdict on a resource, as it goes to AWS Config. */
public record Evaluation(Resource resource, Verdict verdict) {}
