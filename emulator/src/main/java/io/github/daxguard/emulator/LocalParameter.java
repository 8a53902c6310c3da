package io.github.daxguard.emulator;

/**
 * A parameter of SSM Parameter Store, as its latest version stands.
 *
 * @param name its name
 * @param type {@code String}, {@code StringList} or {@code SecureString}
 * @param value its value, a {@code SecureString}'s in plain text
 * @param version how often it was put, 1 at first
 */
public record LocalParameter(String name, String type, String value, long version) {}
