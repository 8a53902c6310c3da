package io.github.daxguard.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.cxapi.CloudAssembly;

/** The CDK app: one stack, for an account or, with the context value {@code organization}, for many. */
public final class DaxGuardApp {

    /** Written beside the stack's template, for uploading to another account. */
    static final String PACK_FILE = "daxguard.conformance-pack.yaml";

    /** Set by the CDK's command line: the Region of the credentials, or {@code us-east-1} if none is configured. */
    private static final String REGION = "CDK_DEFAULT_REGION";

    private DaxGuardApp() {}

    /**
     * Synthesises the stack that the context asks for. The CDK's command line calls it, by {@code cdk.json}.
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

    /** The CDK's report of its own use names the JDK: with it, one commit would have two templates. */
    static AppProps.Builder props() {
        return AppProps.builder().analyticsReporting(false);
    }

    /**
     * Defines and writes the stack, and beside the one for an account its conformance pack.
     *
     * @param region where it is to be deployed; empty if that is not known, and then it is not checked
     * @throws InvalidContextException for a context that cannot be deployed, or not in that Region
     */
    static CloudAssembly synth(App app, Optional<String> region, Supplier<FunctionCode> code) {
        Settings settings = ContextReader.read(context(app));
        region.ifPresent(name -> RegionalType.check(settings, name));
        if (settings.organization().isPresent()) {
            new DaxGuardOrganizationStack(app, settings, settings.organization().get(), code.get());
        } else {
            new DaxGuardStack(app, settings, code.get());
        }
        CloudAssembly assembly = app.synth();
        try {
            Path pack = Path.of(assembly.getDirectory(), PACK_FILE);
            if (settings.organization().isPresent()) {
                // An earlier synthesis may have left one, with other settings.
                Files.deleteIfExists(pack);
            } else {
                Files.writeString(pack, ConformancePack.template(RuleDefinition.all(settings)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return assembly;
    }

    private static Map<String, Object> context(App app) {
        Map<String, Object> context = new TreeMap<>();
        ((Map<?, ?>) app.getNode().getAllContext()).forEach((name, value) -> context.put((String) name, value));
        return context;
    }
}
