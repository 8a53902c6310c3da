package io.github.daxguard.replacement;

/** What the twin's endpoint is to be: the request's {@code endpointEncryption}. */
public enum EndpointEncryption {
    /** As the old cluster's is. */
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
