package io.github.daxguard.cli.doctor;

import io.github.daxguard.aws.Operation;
import io.github.daxguard.contract.ResourceType;
import io.github.daxguard.results.Resource;
import io.github.daxguard.results.TypeRefusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.config.model.ComplianceType;
import software.amazon.awssdk.services.config.model.ConfigRule;
import software.amazon.awssdk.services.config.model.ConfigurationRecorder;
import software.amazon.awssdk.services.config.model.DeliveryChannel;
import software.amazon.awssdk.services.config.model.DescribeConfigRulesResponse;
import software.amazon.awssdk.services.config.model.Evaluation;
import software.amazon.awssdk.services.config.model.Owner;
import software.amazon.awssdk.services.config.model.PutEvaluationsResponse;

/** AWS Config before a deployment. */
final class ConfigChecks {

    private static final Operation DESCRIBE_RULES = Operation.of("config", "DescribeConfigRules");

    /** AWS's managed rules for the same controls. */
    private static final Map<String, String> MANAGED_RULES =
            Map.of("DAX_ENCRYPTION_ENABLED", "DynamoDB.3", "DAX_TLS_ENDPOINT_ENCRYPTION", "DynamoDB.7");

    private final CheckContext context;

    ConfigChecks(CheckContext context) {
        this.context = context;
    }

    /**
     * Whether PutEvaluations accepts DAX clusters. A type that does not exist shows whether test mode validates types at all.
     *
     * @see <a href="https://docs.aws.amazon.com/config/latest/APIReference/API_PutEvaluations.html">PutEvaluations</a>
     */
    Finding resourceType() {
        boolean cluster = isAccepted(Resource.cluster(TypeRefusal.PROBED_ID));
        boolean nonsense = isAccepted(new Resource(TypeRefusal.NONEXISTENT_TYPE, TypeRefusal.PROBED_ID));
        boolean account = isAccepted(Resource.account(context.account()));
        if (nonsense) {
            return Finding.undecided(
                    Evidence.of(
                            "PutEvaluations with TestMode accepts a type that does not exist, so that it does not validate types."),
                    Evidence.of("Deploy, and run daxguard doctor --deployed."));
        }
        if (cluster) {
            return Finding.ok(Evidence.of(
                    "PutEvaluations with TestMode accepts %s, and refuses a type that does not exist.",
                    ResourceType.DAX_CLUSTER));
        }
        return account
                ? Finding.problem(
                        Evidence.of(
                                "PutEvaluations with TestMode refuses %s, and accepts %s.",
                                ResourceType.DAX_CLUSTER, ResourceType.ACCOUNT),
                        Evidence.of(
                                "The rules report one result for the account. To select this from the first run, deploy with -c resourceType=%s.",
                                ResourceType.ACCOUNT))
                : Finding.undecided(
                        Evidence.of(
                                "PutEvaluations with TestMode refuses %s, %s and a type that does not exist, so that the refusal does not depend on the type.",
                                ResourceType.DAX_CLUSTER, ResourceType.ACCOUNT),
                        Evidence.of("Report this to the daxguard project with --report."));
    }

    private boolean isAccepted(Resource resource) {
        Evaluation evaluation = Evaluation.builder()
                .complianceResourceType(resource.type())
                .complianceResourceId(resource.id())
                .complianceType(ComplianceType.NOT_APPLICABLE)
                .orderingTimestamp(context.clock().instant())
                .build();
        try {
            PutEvaluationsResponse response = context.call(
                    Operation.PUT_EVALUATIONS,
                    configuration -> context.clients()
                            .config()
                            .putEvaluations(request -> request.evaluations(evaluation)
                                    .resultToken("TESTMODE")
                                    .testMode(true)
                                    .overrideConfiguration(configuration)));
            if (!response.failedEvaluations().isEmpty()) {
                throw CallFailure.incomplete(
                        Operation.PUT_EVALUATIONS, context.calls(), "the response lists a failed evaluation");
            }
            return true;
        } catch (CallFailure e) {
            if (TypeRefusal.INVALID.contains(e.code())) {
                return false;
            }
            throw e;
        }
    }

    /**
     * The customer-managed recorder and its delivery channel, without which no rule can be created.
     *
     * @see <a href="https://docs.aws.amazon.com/config/latest/APIReference/API_PutConfigRule.html">PutConfigRule</a>
     */
    Finding recorder() {
        Recorders existing = Recorders.read(context.clients().config(), context.calls());
        List<ConfigurationRecorder> recorders = existing.recorders();
        List<DeliveryChannel> channels = existing.channels();
        boolean creates = context.settings().createsRecorder();
        if (existing.areMissing()) {
            Evidence none = Evidence.of("There is no customer-managed recorder and no delivery channel.");
            return creates
                    ? Finding.ok(none.and(Evidence.of("The deployment creates both.")))
                    : Finding.problem(none, Evidence.of("Deploy with -c recorder=create, or set up AWS Config."));
        }
        if (!existing.areComplete()) {
            return Finding.problem(
                    recorders.isEmpty()
                            ? Evidence.of(
                                    "There is a delivery channel (%s), but no customer-managed recorder.",
                                    Evidence.name("delivery channel", name(channels.get(0))))
                            : Evidence.of(
                                    "There is a customer-managed recorder (%s), but no delivery channel.",
                                    Evidence.name("recorder", name(recorders.get(0)))),
                    Evidence.of(
                            "Complete the set-up of AWS Config. -c recorder=create cannot, because an account has at most one of each in a Region."));
        }
        Evidence both = Evidence.of(
                "The customer-managed recorder %s has the delivery channel %s.",
                Evidence.name("recorder", name(recorders.get(0))),
                Evidence.name("delivery channel", name(channels.get(0))));
        return creates
                ? Finding.problem(
                        both.and(Evidence.of("The deployment cannot create a second one.")),
                        Evidence.of(
                                "If a deployment of daxguard created them, keep recorder=create, because a deployment without it deletes them. Otherwise, deploy without -c recorder=create."))
                : Finding.ok(both);
    }

    private static String name(ConfigurationRecorder recorder) {
        return Objects.requireNonNullElse(recorder.name(), "");
    }

    private static String name(DeliveryChannel channel) {
        return Objects.requireNonNullElse(channel.name(), "");
    }

    /** AWS's managed rules for the same controls, which would cause two findings for each cluster and cost. */
    Finding managedRules() {
        List<String> names = new ArrayList<>();
        context.readPages(DESCRIBE_RULES, token -> {
            DescribeConfigRulesResponse page = context.call(
                    DESCRIBE_RULES,
                    configuration -> context.clients()
                            .config()
                            .describeConfigRules(
                                    request -> request.nextToken(token).overrideConfiguration(configuration)));
            if (!page.hasConfigRules()) {
                throw CallFailure.incomplete(
                        DESCRIBE_RULES, context.calls(), "the response does not have a list of rules");
            }
            page.configRules().stream()
                    .filter(Objects::nonNull)
                    .filter(ConfigChecks::isManaged)
                    .map(ConfigRule::configRuleName)
                    .forEach(names::add);
            return page.nextToken();
        });
        return names.isEmpty()
                ? Finding.ok(Evidence.of("No AWS managed rule for the same controls exists."))
                : Finding.note(
                        Evidence.of(
                                "AWS managed rules for the same controls exist: %s. Each cluster then has two findings, and each rule costs money.",
                                Evidence.names("rule", names)),
                        Evidence.of(
                                "Keep them if a security standard requires them. Otherwise, delete them after the deployment."));
    }

    private static boolean isManaged(ConfigRule rule) {
        return rule.source() != null
                && rule.source().owner() == Owner.AWS
                && rule.source().sourceIdentifier() != null
                && MANAGED_RULES.containsKey(rule.source().sourceIdentifier());
    }
}
