package io.github.daxguard.external;

import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.localstack.LocalStackContainer;

/**
 * Somebody else's server that answers as AWS does. A test takes, in this order,
 *
 * <ol>
 *   <li>the server that {@linkplain #variable() a variable} names, by its URL: one that was started by hand;
 *   <li>moto only: {@code moto_server}, if it is on the {@code PATH}, as a process of its own;
 *   <li>a container, if Docker runs;
 * </ol>
 *
 * and is skipped, with the reason, if there is none of them: {@link NeedsEmulator}.
 */
public enum Emulator {
    /**
     * DAX, STS, IAM, EventBridge and a good part of AWS Config; checks permissions when told to.
     *
     * @see <a href="https://docs.getmoto.org/en/latest/docs/server_mode.html">moto's server mode</a>
     */
    MOTO("moto", "DAXGUARD_TEST_MOTO_ENDPOINT") {
        @Override
        Optional<Path> command() {
            String path = System.getenv().getOrDefault("PATH", "");
            return Arrays.stream(path.split(File.pathSeparator, -1))
                    .map(directory -> Path.of(directory, "moto_server"))
                    .filter(Files::isExecutable)
                    .findFirst();
        }

        @Override
        GenericContainer<?> container() {
            return new GenericContainer<>("motoserver/moto:5.2.1")
                    .withExposedPorts(5000)
                    .waitingFor(Wait.forHttp("/moto-api/"));
        }

        @Override
        String absence() {
            return super.absence() + ", and there is no moto_server on the PATH (pip install 'moto[server]')";
        }
    },

    /**
     * STS, EventBridge and, by code of moto's, AWS Config; not DAX.
     *
     * @see <a href="https://docs.localstack.cloud/aws/services/">LocalStack's services</a>
     */
    LOCALSTACK("LocalStack", "DAXGUARD_TEST_LOCALSTACK_ENDPOINT") {
        @Override
        Optional<Path> command() {
            return Optional.empty();
        }

        @Override
        GenericContainer<?> container() {
            // The last one that runs without an account of LocalStack's.
            return new LocalStackContainer("localstack/localstack:4.14.0");
        }
    };

    private final String name;
    private final String variable;

    Emulator(String name, String variable) {
        this.name = name;
        this.variable = variable;
    }

    abstract Optional<Path> command();

    abstract GenericContainer<?> container();

    /** Names the environment variable that holds the URL of a server which runs already. */
    String variable() {
        return variable;
    }

    boolean isAvailable() {
        return endpoint().isPresent()
                || command().isPresent()
                || DockerClientFactory.instance().isDockerAvailable();
    }

    /** Why it is not available. */
    String absence() {
        return name + " is missing: " + variable + " names no server, Docker does not run";
    }

    /** Starts it, or takes the one that runs; the caller closes it. */
    public RunningEmulator start() {
        Optional<URI> endpoint = endpoint();
        if (endpoint.isPresent()) {
            return new RunningEmulator(endpoint.get(), () -> {});
        }
        Optional<Path> command = command();
        if (command.isPresent()) {
            return RunningEmulator.process(command.get());
        }
        GenericContainer<?> container = container();
        container.start();
        return new RunningEmulator(
                URI.create("http://" + container.getHost() + ":" + container.getFirstMappedPort()), container::stop);
    }

    private Optional<URI> endpoint() {
        return Optional.ofNullable(System.getenv(variable))
                .filter(value -> !value.isEmpty())
                .map(URI::create);
    }
}
