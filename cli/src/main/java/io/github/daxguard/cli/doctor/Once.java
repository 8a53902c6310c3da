package io.github.daxguard.cli.doctor;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value that several checks need and that is read once, at its first use; or the failure to read it, for each of them. */
final class Once<T> implements Supplier<T> {

    private final Supplier<T> source;
    private @Nullable T value;
    private @Nullable RuntimeException failure;

    Once(Supplier<T> source) {
        this.source = source;
    }

    /** @throws RuntimeException the failure to read the value */
    @Override
    public T get() {
        if (failure != null) {
            throw failure;
        }
        if (value == null) {
            try {
                value = source.get();
            } catch (CallFailure | OpenCheckException e) {
                failure = e;
                throw e;
            }
        }
        return value;
    }
}
