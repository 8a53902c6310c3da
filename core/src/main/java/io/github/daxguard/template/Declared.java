package io.github.daxguard.template;

import io.github.daxguard.json.JsonTree;
import org.jspecify.annotations.Nullable;

/** What a template says of a property that decides about encryption. */
public sealed interface Declared {

    /** What a person should know of it, as the end of a sentence that starts with "it". */
    String words();

    /** The value that encrypts. */
    record On() implements Declared {
        @Override
        public String words() {
            return "is set";
        }
    }

    /** The property is left out: the cluster is made without. */
    record Absent() implements Declared {
        @Override
        public String words() {
            return "is not set";
        }
    }

    /**
     * A value that is known not to encrypt.
     *
     * @param value as it stands there
     */
    record Off(String value) implements Declared {
        @Override
        public String words() {
            return "is " + value;
        }
    }

    /**
     * A value from which it cannot be told: of another type, unknown, or not resolved.
     *
     * @param value in words
     */
    record NotKnown(String value) implements Declared {

        static NotKnown of(@Nullable Object value) {
            return new NotKnown(JsonTree.describe(value));
        }

        @Override
        public String words() {
            return "is " + value + ", so it is not known what comes of it";
        }
    }
}
