package io.github.daxguard.emulator;

/**
 * Who made a request, and for which Region.
 *
 * @param place the caller's account and the Region signed for
 * @param arn the user's or role session's ARN
 * @param userId the caller's unique id
 * @param sessionName the role session's name; {@code ""} for a long-term key
 */
record Principal(Location place, String arn, String userId, String sessionName) {
    boolean isRoleSession() {
        return !sessionName.isEmpty();
    }
}
