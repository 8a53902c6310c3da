package io.github.daxguard.emulator;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** The emulated services, each with its names and its protocol. */
enum Api {
    DAX("dax", new JsonProtocol("AmazonDAXV3")),
    CONFIG("config", new JsonProtocol("StarlingDoveService")),
    STS("sts", new QueryProtocol("2011-06-15", "https://sts.amazonaws.com/doc/2011-06-15/")),
    CLOUDWATCH("monitoring", new QueryProtocol("2010-08-01", "http://monitoring.amazonaws.com/doc/2010-08-01/")),
    SSM("ssm", new JsonProtocol("AmazonSSM")),
    ORGANIZATIONS("organizations", new JsonProtocol("AWSOrganizationsV20161128")),
    ACCOUNT("account", new RestJsonProtocol(Map.of("POST /listRegions", "ListRegions"))),
    SECURITY_HUB(
            "securityhub",
            new RestJsonProtocol(
                    Map.of("POST /findings/import", "BatchImportFindings", "POST /findings", "GetFindings"))),
    CLOUDTRAIL("cloudtrail", new JsonProtocol("com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101")),
    EVENTBRIDGE("events", new JsonProtocol("AWSEvents")),
    LOGS("logs", new JsonProtocol("Logs_20140328")),
    SQS("sqs", new JsonProtocol("AmazonSQS")),
    SNS("sns", new QueryProtocol("2010-03-31", "http://sns.amazonaws.com/doc/2010-03-31/")),
    IAM("iam", new QueryProtocol("2010-05-08", "https://iam.amazonaws.com/doc/2010-05-08/")),
    CLOUDFORMATION(
            "cloudformation", new QueryProtocol("2010-05-15", "http://cloudformation.amazonaws.com/doc/2010-05-15/")),
    LAMBDA(
            "lambda",
            new RestJsonProtocol(Map.of(
                    "GET /2016-08-19/account-settings", "GetAccountSettings",
                    "GET /2015-03-31/functions/{FunctionName}/configuration", "GetFunctionConfiguration",
                    "POST /2015-03-31/functions/{FunctionName}/invocations", "Invoke"))),
    /** The last one, because a bucket and a key can be any text. */
    S3(
            "s3",
            new RestXmlProtocol(
                    new Routes(Map.of("GET /{Bucket}/{Key+}", "GetObject", "PUT /{Bucket}/{Key+}", "PutObject"))));

    private final String signingName;

    // The check does not detect that all protocols are records of strings and of copied maps.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Protocol protocol;

    Api(String signingName, Protocol protocol) {
        this.signingName = signingName;
        this.protocol = protocol;
    }

    static Api ofSigningName(String name) {
        return Arrays.stream(values())
                .filter(api -> api.signingName.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Unknown service \"" + name + "\""));
    }

    static Optional<Api> ofTarget(String prefix) {
        return Arrays.stream(values())
                .filter(api -> api.protocol instanceof JsonProtocol json
                        && json.targetPrefix().equals(prefix))
                .findFirst();
    }

    static Optional<Api> ofVersion(String version) {
        return Arrays.stream(values())
                .filter(api -> api.protocol instanceof QueryProtocol query
                        && query.version().equals(version))
                .findFirst();
    }

    /** The operation of a method and path; empty if they do not identify one of this service. */
    Optional<String> operationAt(String route) {
        return protocol.routes().operationAt(route);
    }

    /** The members of a request that are in its path. */
    Map<String, String> membersIn(String route) {
        return protocol.routes().membersIn(route);
    }

    String signingName() {
        return signingName;
    }

    /** The prefix of IAM actions. */
    String actionPrefix() {
        return this == CLOUDWATCH ? "cloudwatch" : signingName;
    }

    Protocol protocol() {
        return protocol;
    }

    boolean isQuery() {
        return protocol instanceof QueryProtocol;
    }
}
