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
 * A third-party AWS emulator. A test uses the first available of
 *
 * <ol>
 *   <li>the running server whose URL {@linkplain #variable() a variable} contains;
 *   <li>moto only: {@code moto_server}, if it is on the {@code PATH}, as a new process;
 *   <li>a container, if Docker is running;
 * </ol>
 *
 * and is skipped with the reason if none of them is available: {@link NeedsEmulator}.
 */
public enum Emulator {
    /**
     * DAX, STS, IAM, EventBridge and most of AWS Config; can check permissions.
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
        String unavailability() {
            return super.unavailability() + ", moto_server is not on the PATH (pip install 'moto[server]')";
        }
    },

    /**
     * STS, EventBridge and, with moto's code, AWS Config; not DAX.
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
            // The last version that runs without a LocalStack account.
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

    /** The environment variable with the URL of a running server. */
    String variable() {
        return variable;
    }

    boolean isAvailable() {
        return endpoint().isPresent()
                || command().isPresent()
                || DockerClientFactory.instance().isDockerAvailable();
    }

    /** The reason why it is not available. */
    String unavailability() {
        return name + " is not available: " + variable + " is not set, Docker is not running";
    }

    /** Starts the emulator, or uses the running one; the caller closes it. */
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
