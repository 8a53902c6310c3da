package io.github.daxguard.infra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import software.amazon.awscdk.App;

/**
 * The output of the app for a context: the values of {@code cdk.json}, overridden as with {@code -c name=value}.
 *
 * @param directory the cloud assembly
 */
public record Synthesis(Path directory) {

    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final Path ROOT = Path.of("..");

    /** A cache, because a synthesis takes a second. */
    private static final Map<Map<String, String>, Synthesis> CACHE = new ConcurrentHashMap<>();

    /** Synthesises with a stand-in for the packaged function. */
    static Synthesis of(Map<String, String> context) {
        return CACHE.computeIfAbsent(Map.copyOf(context), key -> synthesise(key, "0".repeat(64)));
    }

    /**
     * The template that evaluates clusters: of the stack for one account or for an organization; with several Regions, that of the
     * first; with a stack set, that of the members.
     */
    public static JsonNode template(Map<String, String> context) {
        return Contexts.hasStackSets(context)
                ? of(context).json(MemberTemplate.FILE)
                : template(context, stacks(context).get(0));
    }

    /** The template of a stack that the CDK deploys. */
    public static JsonNode template(Map<String, String> context, String stack) {
        return of(context).json(stack + ".template.json");
    }

    /** The files of all templates, also of the members' template, which the CDK does not deploy. */
    static List<String> templates(Map<String, String> context) {
        List<String> files = new ArrayList<>();
        stacks(context).forEach(stack -> files.add(stack + ".template.json"));
        if (Contexts.hasStackSets(context)) {
            files.add(MemberTemplate.FILE);
        }
        return files;
    }

    /** The names of the stacks that the CDK deploys, in the order of the context; that of an organization is the first. */
    static List<String> stacks(Map<String, String> context) {
        if (context.containsKey(ContextReader.CREATION_POLICY_TARGETS)) {
            return List.of(DaxGuardPreventionStack.NAME);
        }
        List<String> stacks = new ArrayList<>();
        if (context.containsKey(ContextReader.ORGANIZATION)) {
            stacks.add(Organization.STACK);
        }
        String prefix = Contexts.hasStackSets(context) ? "DaxGuardCode-" : "DaxGuard-";
        Stream.of(context.getOrDefault(ContextReader.REGIONS, "").split(",", -1))
                .filter(region -> !region.isEmpty())
                .forEach(region -> stacks.add(prefix + region));
        return stacks.isEmpty() ? List.of("DaxGuard") : stacks;
    }

    /** Synthesises a version of the function. */
    static Synthesis synthesise(Map<String, String> context, String codeHash) {
        try {
            Path directory = Files.createTempDirectory(Path.of("target"), "synthesis");
            Path zip = Files.writeString(directory.resolve("function.zip"), "stand-in for the packaged function");
            App app = app(context, directory.resolve("cdk.out"));
            return new Synthesis(Path.of(DaxGuardApp.synth(app, Optional.empty(), () -> new FunctionCode(zip, codeHash))
                    .getDirectory()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An app with the context of {@code cdk.json} and overrides. */
    static App app(Map<String, String> overrides, Path output) {
        Map<String, Object> context = cdkJsonContext();
        context.putAll(overrides);
        return new App(
                DaxGuardApp.props().context(context).outdir(output.toString()).build());
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> cdkJsonContext() {
        try {
            JsonNode context = JSON.readTree(ROOT.resolve("cdk.json").toFile()).required("context");
            return JSON.convertValue((ObjectNode) context, Map.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode json(String file) {
        try {
            return JSON.readTree(directory.resolve(file).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text(String file) {
        try {
            return Files.readString(directory.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
