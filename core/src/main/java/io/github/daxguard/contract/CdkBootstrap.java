package io.github.daxguard.contract;

/**
 * What a deployment requires of the AWS CDK's bootstrapping, which each account and Region needs once.
 *
 * @see <a href="https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html">Bootstrap your environment</a>
 */
public final class CdkBootstrap {

    /**
     * The oldest version of the bootstrap stack that the templates accept in their rule {@code CheckBootstrapVersion}. A test
     * compares it with the templates.
     */
    public static final int MIN_VERSION = 6;

    /** The SSM parameter that contains the version, with the CDK's default qualifier. */
    public static final String VERSION_PARAMETER = "/cdk-bootstrap/hnb659fds/version";

    private static final String ROLE_PREFIX = "cdk-hnb659fds-";

    private CdkBootstrap() {}

    /** The role with which the CDK starts the deployment. */
    public static String deployRole(String account, String region) {
        return role("deploy-role", account, region);
    }

    /** The role with which the CDK uploads the functions' code. */
    public static String filePublishingRole(String account, String region) {
        return role("file-publishing-role", account, region);
    }

    /** The role with which the CDK reads the account, for example to compare templates. */
    public static String lookupRole(String account, String region) {
        return role("lookup-role", account, region);
    }

    /** The role with which CloudFormation creates the resources. */
    public static String executionRole(String account, String region) {
        return role("cfn-exec-role", account, region);
    }

    private static String role(String name, String account, String region) {
        return ROLE_PREFIX + name + "-" + account + "-" + region;
    }
}
