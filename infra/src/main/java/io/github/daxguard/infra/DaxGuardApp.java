package io.github.daxguard.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.cxapi.CloudAssembly;

/**
 * The CDK app: one stack for one account, with the context value {@code regions} one for each Region, and with {@code organization}
 * those of the administrator of an organization. With {@code creationPolicyTargets} it is only the stack for the management account.
 */
public final class DaxGuardApp {

    /** The conformance pack, written next to the template of the stack, which can be uploaded to another account. */
    static final String PACK_FILE = "daxguard.conformance-pack.yaml";

    /** Set by the CDK's command line: the Region of the credentials, or {@code us-east-1} if none is configured. */
    private static final String REGION = "CDK_DEFAULT_REGION";

    private DaxGuardApp() {}

    /**
     * Synthesises the stacks that the context specifies. The CDK's command line calls it, as {@code cdk.json} states.
     *
     * @param args not used
     */
    public static void main(String[] args) {
        try {
            Path root = Path.of(System.getProperty("daxguard.root", "."));
            Optional<String> region = Optional.ofNullable(System.getenv(REGION));
            synth(new App(props().build()), region, () -> FunctionCode.packaged(root));
        } catch (InvalidContextException | FunctionCode.MissingPackageException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    /** The CDK's usage report contains the JDK, so that the template of one commit would depend on the JDK. */
    static AppProps.Builder props() {
        return AppProps.builder().analyticsReporting(false);
    }

    /**
     * Defines and writes the stacks, the service control policy and, for one account, also the conformance pack.
     *
     * @param region the Region of a stack without a Region; empty if it is not known, and then not checked
     * @throws InvalidContextException for a context that cannot be deployed, or not in one of its Regions
     */
    static CloudAssembly synth(App app, Optional<String> region, Supplier<FunctionCode> code) {
        Settings settings = ContextReader.read(context(app));
        boolean onlyPrevention = !settings.creationPolicy().targets().isEmpty();
        if (onlyPrevention) {
            new DaxGuardPreventionStack(app, settings.creationPolicy());
        } else {
            RegionCheck.check(settings, region);
            addStacks(app, settings, code.get());
        }
        CloudAssembly assembly = app.synth();
        try {
            Path directory = Path.of(assembly.getDirectory());
            Files.writeString(
                    directory.resolve(CreationPolicy.FILE),
                    settings.creationPolicy().json());
            Path pack = directory.resolve(PACK_FILE);
            if (onlyPrevention || settings.organization().isPresent()) {
                // An earlier synthesis with other settings may have written one.
                Files.deleteIfExists(pack);
            } else {
                Files.writeString(pack, ConformancePack.template(RuleDefinition.all(settings)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return assembly;
    }

    private static void addStacks(App app, Settings settings, FunctionCode code) {
        Organization organization = settings.organization().orElse(null);
        if (organization instanceof Organization.Central central) {
            new CentralOrganizationStack(app, settings, central, code);
        } else if (organization instanceof Organization.StackSets stackSets) {
            List<CodeStack> codes = settings.regions().stream()
                    .map(region -> new CodeStack(app, region, settings, stackSets, code))
                    .toList();
            Path template = MemberTemplate.write(app, settings, codes.get(0).objectKey());
            StackSetOrganizationStack members = new StackSetOrganizationStack(app, settings, stackSets, template, code);
            // The functions of the members are created from the code.
            codes.forEach(members::addStackDependency);
        } else if (settings.regions().isEmpty()) {
            new DaxGuardStack(app, settings, code);
        } else {
            settings.regions().forEach(region -> new DaxGuardStack(app, region, settings, code));
        }
    }

    private static Map<String, Object> context(App app) {
        Map<String, Object> context = new TreeMap<>();
        ((Map<?, ?>) app.getNode().getAllContext()).forEach((name, value) -> context.put((String) name, value));
        return context;
    }
}
