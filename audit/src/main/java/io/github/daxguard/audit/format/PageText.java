package io.github.daxguard.audit.format;

import io.github.daxguard.rule.ShortText;
import java.util.regex.Pattern;

/**
 * Makes text from elsewhere honest on a page: nothing in it is unseen, or turns what stands around it.
 *
 * <p>Markup in it is the template's matter, which escapes everything.
 */
final class PageText {

    /** More than any message that a person would read to its end. */
    private static final int LIMIT = 4_000;

    /** Embeddings, overrides and isolates: they show text in another order than it has. */
    private static final Pattern TURNING = Pattern.compile("[\u202a-\u202e\u2066-\u2069]");

    private PageText() {}

    static String of(String text) {
        return TURNING.matcher(ShortText.of(text, LIMIT)).replaceAll("\ufffd");
    }
}
