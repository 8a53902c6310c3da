package io.github.daxguard.emulator;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** The services served, each with its names and its protocol. */
enum Api {
    DAX("dax", "dax", new JsonProtocol("AmazonDAXV3")),
    CONFIG("config", "config", new JsonProtocol("StarlingDoveService")),
    STS("sts", "sts", new QueryProtocol("2011-06-15", "https://sts.amazonaws.com/doc/2011-06-15/")),
    CLOUDWATCH(
            "monitoring",
            "cloudwatch",
            new QueryProtocol("2010-08-01", "http://monitoring.amazonaws.com/doc/2010-08-01/")),
    SSM("ssm", "ssm", new JsonProtocol("AmazonSSM")),
    ORGANIZATIONS("organizations", "organizations", new JsonProtocol("AWSOrganizationsV20161128")),
    SECURITY_HUB(
            "securityhub", "securityhub", new RestJsonProtocol(Map.of("POST /findings/import", "BatchImportFindings")));

    private final String signingName;
    private final String actionPrefix;

    // The check does not see that all protocols are records of strings and of maps that are copied.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Protocol protocol;

    Api(String signingName, String actionPrefix, Protocol protocol) {
        this.signingName = signingName;
        this.actionPrefix = actionPrefix;
        this.protocol = protocol;
    }

    /** The service that requests are signed for under this name. */
    static Api ofSigningName(String name) {
        return Arrays.stream(values())
                .filter(api -> api.signingName.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Unknown service \"" + name + "\""));
    }

    /** The service whose {@code X-Amz-Target} starts with this. */
    static Optional<Api> ofTarget(String prefix) {
        return Arrays.stream(values())
                .filter(api -> api.protocol instanceof JsonProtocol json
                        && json.targetPrefix().equals(prefix))
                .findFirst();
    }

    /** The service whose forms name this version. */
    static Optional<Api> ofVersion(String version) {
        return Arrays.stream(values())
                .filter(api -> api.protocol instanceof QueryProtocol query
                        && query.version().equals(version))
                .findFirst();
    }

    /** The operation that method and path alone tell; empty if they tell none of this service. */
    Optional<String> operationAt(String route) {
        return protocol instanceof RestJsonProtocol rest
                ? Optional.ofNullable(rest.operations().get(route))
                : Optional.empty();
    }

    /** The name that a credential scope carries. */
    String signingName() {
        return signingName;
    }

    /** What IAM actions start with. */
    String actionPrefix() {
        return actionPrefix;
    }

    Protocol protocol() {
        return protocol;
    }

    boolean isQuery() {
        return protocol instanceof QueryProtocol;
    }
}
