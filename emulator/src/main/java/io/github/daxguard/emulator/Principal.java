package io.github.daxguard.emulator;

/** The caller of a request; the Region is that of the signature, the session name is empty for a long-term key. */
record Principal(Location location, String arn, String userId, String sessionName) {
    static Principal session(Location location, String role, String sessionName) {
        String arn = location.globalArn("sts", "assumed-role/" + role + "/" + sessionName);
        return new Principal(location, arn, "AROALOCALAWSLOCALAWS:" + sessionName, sessionName);
    }

    boolean isRoleSession() {
        return !sessionName.isEmpty();
    }
}
