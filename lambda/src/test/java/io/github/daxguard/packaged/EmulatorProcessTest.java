package io.github.daxguard.packaged;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class EmulatorProcessTest {

    private static final int TIMEOUT_MILLIS = 10_000;

    @Test
    void https_failedConnection_endsAndTheNextOneIsAccepted() throws Exception {
        int closedPort;
        try (ServerSocket emulator = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closedPort = emulator.getLocalPort();
        }

        try (ServerSocket https = EmulatorProcess.https(closedPort)) {
            for (int connection = 0; connection < 2; connection++) {
                try (Socket client = new Socket(https.getInetAddress(), https.getLocalPort())) {
                    client.setSoTimeout(TIMEOUT_MILLIS);

                    // Fails with a time-out if the connection remains open.
                    assertThatCode(() -> client.getInputStream().readAllBytes()).doesNotThrowAnyException();
                }
            }
        }
    }
}
