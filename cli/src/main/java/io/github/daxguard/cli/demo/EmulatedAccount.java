package io.github.daxguard.cli.demo;

import io.github.daxguard.emulator.AccessKey;
import io.github.daxguard.emulator.EmulatorState;
import io.github.daxguard.emulator.LocalAws;
import io.github.daxguard.emulator.LocalCluster;

/** An account of the emulator to which the AWS settings of this process can lead, so that commands run as with AWS. */
public final class EmulatedAccount implements AutoCloseable {

    private final LocalAws aws;

    private EmulatedAccount(LocalAws aws) {
        this.aws = aws;
    }

    /** Starts the emulator with an unencrypted and an encrypted cluster. */
    public static EmulatedAccount start() {
        LocalAws aws = LocalAws.start();
        EmulatorState state = aws.state(DemoAccount.ACCOUNT, DemoAccount.REGION);
        state.putCluster(LocalCluster.named("orders"));
        state.putCluster(LocalCluster.named("catalog").encrypted().tls());
        return new EmulatedAccount(aws);
    }

    /** Sets the system properties in which the AWS SDK finds the endpoint, the Region and the access key. */
    public void applySettings() {
        AccessKey key = aws.accessKey(DemoAccount.ACCOUNT);
        System.setProperty("aws.endpointUrl", aws.endpoint().toString());
        System.setProperty("aws.region", DemoAccount.REGION);
        System.setProperty("aws.accessKeyId", key.id());
        System.setProperty("aws.secretAccessKey", key.secret());
    }

    @Override
    public void close() {
        aws.close();
    }
}
