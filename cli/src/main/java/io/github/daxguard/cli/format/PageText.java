package io.github.daxguard.cli.format;

import io.github.daxguard.rule.ShortText;

/**
 * Makes text from elsewhere honest on a page: nothing in it is unseen, or turns what stands around it.
 *
 * <p>Markup in it is the template's matter, which escapes everything.
 */
final class PageText {

    /** More than any message that a person would read to its end. */
    private static final int LIMIT = 4_000;

    private PageText() {}

    static String of(String text) {
        return InvisibleCharacters.replacedIn(ShortText.of(text, LIMIT));
    }
}
