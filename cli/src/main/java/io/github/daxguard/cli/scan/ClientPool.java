package io.github.daxguard.cli.scan;

import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.cli.access.AwsAccess;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The SDK's clients, one for each profile and Region: the accounts of an organization share them. */
final class ClientPool implements AutoCloseable {

    private record Key(Optional<String> profile, String region) {}

    private final AwsAccess access;
    private final Map<Key, AwsClients> clients = new ConcurrentHashMap<>();

    ClientPool(AwsAccess access) {
        this.access = access;
    }

    /** @throws io.github.daxguard.cli.access.NoAccessException if the settings are not sufficient */
    AwsClients of(Optional<String> profile, String region) {
        return clients.computeIfAbsent(
                new Key(profile, region), key -> access.open(Optional.of(key.region()), key.profile()));
    }

    @Override
    public void close() {
        clients.values().forEach(AwsClients::close);
    }
}
