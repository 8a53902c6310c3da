package io.github.daxguard.emulator;

/** The caller of a request; the Region is the one signed for, the session name is empty for a long-term key. */
record Principal(Location place, String arn, String userId, String sessionName) {
    static Principal session(Location place, String role, String sessionName) {
        String arn = place.globalArn("sts", "assumed-role/" + role + "/" + sessionName);
        return new Principal(place, arn, "AROALOCALAWSLOCALAWS:" + sessionName, sessionName);
    }

    boolean isRoleSession() {
        return !sessionName.isEmpty();
    }
}
