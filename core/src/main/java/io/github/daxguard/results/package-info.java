/** AWS Config's evaluation results: reads previous ones, sends new ones with PutEvaluations, and starts rules. */
@NullMarked
package io.github.daxguard.results;

import org.jspecify.annotations.NullMarked;
