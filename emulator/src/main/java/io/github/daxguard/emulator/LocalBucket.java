package io.github.daxguard.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** A bucket of Amazon S3 without versions, whose callers may list it, so that a missing key is reported as missing. */
public final class LocalBucket {
    private final NavigableMap<String, byte[]> objects = new ConcurrentSkipListMap<>();

    LocalBucket() {}

    /** Stores an object, or replaces it. */
    public void put(String key, String text) {
        put(key, text.getBytes(UTF_8));
    }

    void put(String key, byte[] content) {
        objects.put(key, content.clone());
    }

    /** The text of an object; empty if it does not exist. */
    public Optional<String> text(String key) {
        return content(key).map(bytes -> new String(bytes, UTF_8));
    }

    Optional<byte[]> content(String key) {
        return Optional.ofNullable(objects.get(key)).map(byte[]::clone);
    }

    /** The keys of all objects, sorted. */
    public List<String> keys() {
        return List.copyOf(objects.keySet());
    }
}
