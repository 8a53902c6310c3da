package io.github.daxguard.template;

import io.github.daxguard.json.JsonTree;
import org.jspecify.annotations.Nullable;

/** The declared value of a property that enables encryption. */
public sealed interface Declared {

    /** The predicate of a sentence whose subject is the property: {@code is not set}. */
    String words();

    /** The value that enables encryption. */
    record On() implements Declared {
        @Override
        public String words() {
            return "is set";
        }
    }

    /** The property is not set, so encryption is not enabled. */
    record Absent() implements Declared {
        @Override
        public String words() {
            return "is not set";
        }
    }

    /**
     * A value that does not enable encryption.
     *
     * @param value as declared
     */
    record Off(String value) implements Declared {
        @Override
        public String words() {
            return "is " + value;
        }
    }

    /**
     * A value that is not known to enable encryption: of another type, unknown, or not resolved.
     *
     * @param value a description
     */
    record NotKnown(String value) implements Declared {

        static NotKnown of(@Nullable Object value) {
            return new NotKnown(JsonTree.describe(value));
        }

        @Override
        public String words() {
            return "is " + value + "; not known to enable encryption";
        }
    }
}
