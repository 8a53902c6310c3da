package io.github.daxguard.cli.doctor;

import io.github.daxguard.aws.Operation;
import io.github.daxguard.cli.doctor.DeployedStack.StackResource;
import io.github.daxguard.cli.doctor.Evidence.Identifier;
import io.github.daxguard.json.JsonTree;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;
import software.amazon.awssdk.services.lambda.model.State;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * The functions of the stack, compared with its template.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html">GetFunctionConfiguration</a>
 */
final class FunctionChecks {

    private static final Operation GET_CONFIGURATION = Operation.of("lambda", "GetFunctionConfiguration");
    private static final Operation GET_OBJECT = Operation.of("s3", "GetObject");
    private static final Duration DOWNLOAD_LIMIT = Duration.ofMinutes(5);
    private static final int BUFFER = 64 * 1024;

    private static final Set<String> GONE = Set.of("NoSuchKey", "NoSuchBucket");

    private static final Evidence DEPLOY_AGAIN = Evidence.of(
            "Undo the change, or change a setting of the function and deploy the stack. A deployment without a change does not correct a function.");

    private record Function(StackResource resource, JsonTree properties, GetFunctionConfigurationResponse deployed) {

        Identifier name() {
            return Evidence.name("function", resource.physicalId());
        }
    }

    private record S3Object(String bucket, String key) {}

    private final CheckContext context;
    private final DeployedStack stack;
    private final Once<List<Function>> functions = new Once<>(this::read);

    FunctionChecks(CheckContext context, DeployedStack stack) {
        this.context = context;
        this.stack = stack;
    }

    /** Whether the settings of the functions are those of the template, and Lambda has applied them. */
    Finding settings() {
        StackValues values = new StackValues(context, stack);
        Drift drift = new Drift();
        List<Evidence> notReady = new ArrayList<>();
        for (Function function : functions.get()) {
            GetFunctionConfigurationResponse deployed = function.deployed();
            if (deployed.environment() != null && deployed.environment().error() != null) {
                notReady.add(Evidence.of(
                        "%s: Lambda cannot read the environment variables, for example because the caller does not have kms:Decrypt on the key of the function.",
                        function.name()));
            } else {
                drift.compare(
                        function.name(),
                        values.members(function.properties().at("Environment", "Variables")),
                        deployed.environment() == null
                                ? Map.of()
                                : deployed.environment().variables());
            }
            Map<String, Optional<String>> template = new LinkedHashMap<>();
            for (String name : List.of("Handler", "Runtime", "Timeout", "MemorySize")) {
                template.put(name, values.text(function.properties().at(name)));
            }
            template.put(
                    "Architectures",
                    Optional.of(
                            elements(function.properties().list("Architectures").orElse(List.of("x86_64")))));
            template.put(
                    "Layers",
                    Optional.of(elements(function.properties().list("Layers").orElse(List.of()))));
            template.put("LogGroup", values.text(function.properties().at("LoggingConfig", "LogGroup")));
            Map<String, String> actual = new HashMap<>();
            put(actual, "Handler", deployed.handler());
            put(actual, "Runtime", deployed.runtimeAsString());
            put(actual, "Timeout", deployed.timeout());
            put(actual, "MemorySize", deployed.memorySize());
            put(actual, "Architectures", elements(deployed.architecturesAsStrings()));
            put(
                    actual,
                    "Layers",
                    elements(deployed.layers().stream()
                            .map(layer -> layer == null ? null : layer.arn())
                            .toList()));
            put(
                    actual,
                    "LogGroup",
                    deployed.loggingConfig() == null
                            ? null
                            : deployed.loggingConfig().logGroup());
            drift.compare(function.name(), template, actual);
            readiness(function, drift, notReady);
        }
        if (!drift.differences().isEmpty()) {
            return Finding.problem(DeployedRules.separated(drift.differences()), DEPLOY_AGAIN);
        }
        if (!notReady.isEmpty()) {
            return Finding.undecided(
                    DeployedRules.separated(notReady), Evidence.of("Run the command again after some minutes."));
        }
        Evidence evidence = Evidence.of(
                "%d functions are active and have the environment variables, handler, runtime, architecture, layers, time-out, memory and log group of the template.",
                functions.get().size());
        return drift.unknown().isEmpty()
                ? Finding.ok(evidence)
                : Finding.undecided(
                        evidence.and(Evidence.of(
                                "Of these values, it is only known that they are set: %s.", drift.unknown())),
                        Evidence.of("Compare these values with the template."));
    }

    private static String elements(List<?> elements) {
        return elements.isEmpty()
                ? "none"
                : elements.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
    }

    private static void put(Map<String, String> values, String name, @Nullable Object value) {
        if (value != null) {
            values.put(name, String.valueOf(value));
        }
    }

    private static void readiness(Function function, Drift drift, List<Evidence> notReady) {
        GetFunctionConfigurationResponse deployed = function.deployed();
        Evidence states = Evidence.of(
                "%s: State is %s, and LastUpdateStatus is %s.",
                function.name(), state(deployed.stateAsString()), state(deployed.lastUpdateStatusAsString()));
        if (deployed.state() == State.FAILED || deployed.lastUpdateStatus() == LastUpdateStatus.FAILED) {
            drift.add(states);
        } else if (deployed.state() != State.ACTIVE || deployed.lastUpdateStatus() != LastUpdateStatus.SUCCESSFUL) {
            notReady.add(states);
        }
    }

    private static String state(@Nullable String value) {
        return Objects.requireNonNullElse(value, "not reported");
    }

    /**
     * Whether the code of the functions is the file that the template names.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html">GetObject</a>
     */
    Finding code() {
        StackValues values = new StackValues(context, stack);
        Map<S3Object, String> digests = new HashMap<>();
        List<Evidence> differences = new ArrayList<>();
        List<Function> all;
        try {
            all = functions.get();
        } catch (OpenCheckException e) {
            return Finding.notChecked(
                    Evidence.of("Not checked: %s", e.finding().evidence()),
                    Evidence.of("See the check %s.", Check.FUNCTION_SETTINGS.id()));
        }
        for (Function function : all) {
            Optional<String> bucket = values.text(function.properties().at("Code", "S3Bucket"));
            Optional<String> key = values.text(function.properties().at("Code", "S3Key"));
            if (bucket.isEmpty() || key.isEmpty()) {
                return Finding.undecided(
                        Evidence.of("The template does not name the file of %s.", function.name()),
                        Evidence.of("Deploy the stack with the AWS CDK."));
            }
            S3Object object = new S3Object(bucket.get(), key.get());
            String digest;
            try {
                digest = digests.computeIfAbsent(object, this::download);
            } catch (CallFailure e) {
                return notDownloaded(object, e);
            }
            String deployed = Objects.requireNonNullElse(function.deployed().codeSha256(), "not reported");
            Object shown =
                    deployed.matches("[A-Za-z0-9+/]{43}=|not reported") ? deployed : Evidence.name("value", deployed);
            if (!deployed.equals(digest)) {
                differences.add(Evidence.of(
                        "%s: CodeSha256 is %s. The SHA-256 of the file is %s.", function.name(), shown, digest));
            }
        }
        return differences.isEmpty()
                ? Finding.ok(Evidence.of(
                        "The code of %d functions has the SHA-256 of the file that the template names: %s.",
                        all.size(), List.copyOf(digests.values())))
                : Finding.problem(
                        DeployedRules.separated(differences),
                        Evidence.of(
                                "Find the principal that has changed the code, for example in CloudTrail. "
                                        + "Then build and deploy the stack with another version of the code, or delete it and deploy it again."));
    }

    private static Finding notDownloaded(S3Object object, CallFailure failure) {
        if (GONE.contains(failure.code())) {
            return Finding.undecided(
                    Evidence.of(
                            "The file of the functions no longer exists: %s in %s (%s).",
                            Evidence.name("file", object.key()),
                            Evidence.name("bucket", object.bucket()),
                            failure.code()),
                    Evidence.of("Deploy the stack again, which uploads the file, and run the command again."));
        }
        Finding finding = Finding.of(failure);
        return failure.isDenied()
                ? new Finding(
                        finding.outcome(),
                        finding.evidence(),
                        finding.nextStep()
                                .and(
                                        Evidence.of(
                                                "S3 returns the same error if the file does not exist and s3:ListBucket is not allowed.")),
                        finding.missingPermissions())
                : finding;
    }

    /** The SHA-256 of an object in base64, as in Lambda. The object is not stored. */
    private String download(S3Object object) {
        try (S3Client s3 = context.clients().newClient(S3Client.builder())) {
            return context.call(
                    GET_OBJECT,
                    DOWNLOAD_LIMIT,
                    configuration -> s3.getObject(
                            request -> request.bucket(object.bucket())
                                    .key(object.key())
                                    .overrideConfiguration(configuration),
                            (response, stream) -> digest(response, stream)));
        }
    }

    private static String digest(GetObjectResponse response, InputStream stream) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
        byte[] buffer = new byte[BUFFER];
        long received = 0;
        try {
            for (int length = stream.read(buffer); length >= 0; length = stream.read(buffer)) {
                digest.update(buffer, 0, length);
                received += length;
            }
        } catch (IOException e) {
            throw RetryableException.create("The object was not received completely: " + e.getMessage(), e);
        }
        // Not every version of the HTTP client reports a connection that ended early.
        if (!Long.valueOf(received).equals(response.contentLength())) {
            throw RetryableException.create("The object was not received completely");
        }
        return Base64.getEncoder().encodeToString(digest.digest());
    }

    private List<Function> read() {
        List<Function> all = new ArrayList<>();
        StackValues values = new StackValues(context, stack);
        try (LambdaClient lambda = context.clients().newClient(LambdaClient.builder())) {
            for (StackResource resource : stack.resources("AWS::Lambda::Function")) {
                JsonTree properties = values.properties(resource.logicalId())
                        .orElseThrow(() -> new OpenCheckException(Finding.undecided(
                                Evidence.of(
                                        "The template does not have the resource %s.",
                                        Evidence.name("resource", resource.logicalId())),
                                Evidence.of("Run the command again when the deployment has ended."))));
                all.add(new Function(resource, properties, configuration(lambda, resource)));
            }
        }
        if (all.isEmpty()) {
            throw new OpenCheckException(Finding.problem(
                    Evidence.of("The stack does not have a function."),
                    Evidence.of("Specify the stack of daxguard with --stack.")));
        }
        return List.copyOf(all);
    }

    private GetFunctionConfigurationResponse configuration(LambdaClient lambda, StackResource resource) {
        try {
            return context.call(
                    GET_CONFIGURATION,
                    configuration -> lambda.getFunctionConfiguration(request ->
                            request.functionName(resource.physicalId()).overrideConfiguration(configuration)));
        } catch (CallFailure e) {
            if (e.code().equals("ResourceNotFoundException")) {
                throw new OpenCheckException(Finding.problem(
                        Evidence.of(
                                "The function %s does not exist.", Evidence.name("function", resource.physicalId())),
                        Evidence.of("Delete the stack and deploy it again.")));
            }
            throw e;
        }
    }
}
