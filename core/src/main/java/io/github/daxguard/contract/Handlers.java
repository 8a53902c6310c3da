package io.github.daxguard.contract;

/**
 * Class names of the entry points, for the Lambda function configuration.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/java-handler.html">Define Lambda function handler in Java</a>
 */
public final class Handlers {

    public static final String CONFIG_RULE = "io.github.daxguard.handler.ConfigRuleHandler";
    public static final String CLUSTER_CHANGE = "io.github.daxguard.handler.ClusterChangeHandler";
    public static final String TEMPLATE_HOOK = "io.github.daxguard.handler.TemplateHookHandler";
    public static final String REPLACEMENT = "io.github.daxguard.handler.ReplacementHandler";
    public static final String DIGEST = "io.github.daxguard.handler.DigestHandler";

    private Handlers() {}
}
