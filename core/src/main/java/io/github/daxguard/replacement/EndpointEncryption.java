package io.github.daxguard.replacement;

/** The requested encryption of the replacement cluster's endpoint. */
public enum EndpointEncryption {
    /** As the source cluster. */
    KEEP("keep"),
    /** Reached by TLS only: clients connect by {@code daxs://}. */
    TLS("TLS");

    private final String jsonName;

    EndpointEncryption(String jsonName) {
        this.jsonName = jsonName;
    }

    /** As requests have it: {@code keep} or {@code TLS}. */
    public String jsonName() {
        return jsonName;
    }
}
