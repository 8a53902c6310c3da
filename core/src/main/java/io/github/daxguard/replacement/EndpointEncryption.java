package io.github.daxguard.replacement;

/** The requested encryption of the replacement cluster's endpoint. */
public enum EndpointEncryption {
    /** As the source cluster. */
    KEEP("keep"),
    /** TLS only: clients connect with {@code daxs://}. */
    TLS("TLS");

    private final String jsonName;

    EndpointEncryption(String jsonName) {
        this.jsonName = jsonName;
    }

    /** The value in requests: {@code keep} or {@code TLS}. */
    public String jsonName() {
        return jsonName;
    }

    @Override
    public String toString() {
        return jsonName;
    }
}
