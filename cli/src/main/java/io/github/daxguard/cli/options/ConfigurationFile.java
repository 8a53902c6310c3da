package io.github.daxguard.cli.options;

import io.github.daxguard.rule.Rejection;
import io.github.daxguard.rule.ShortText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/** Reads a configuration file in YAML. A tag never creates a Java object. */
final class ConfigurationFile {

    /** An option in a section, with its value. */
    record Entry(String path, Node value, int line) {}

    /** The file is not accepted. The message states the file and, if it is known, the line. */
    static final class InvalidFileException extends RuntimeException {
        InvalidFileException(String message) {
            super(message);
        }
    }

    /** The section for the options of all commands. */
    static final String COMMON = "common";

    /** In bytes. */
    private static final int LARGEST = 64 * 1024;

    private static final int DEEPEST = 10;
    private static final int LONGEST_MESSAGE = 2000;

    private static final Set<Tag> TEXT = Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.TIMESTAMP);

    private final String name;
    private final Map<String, Supplier<Map<String, ConfigurableOption>>> commands;
    private final Map<String, Map<String, ConfigurableOption>> created = new HashMap<>();
    private final Map<String, Map<String, Entry>> sections = new HashMap<>();

    /**
     * A file that is not yet read.
     *
     * @param name in messages
     * @param commands the options of each command, by name. Created only for the commands that the file contains.
     */
    ConfigurationFile(String name, Map<String, Supplier<Map<String, ConfigurableOption>>> commands) {
        this.name = name;
        this.commands = commands;
    }

    /**
     * Reads the whole file, so that an error in any part of it is found.
     *
     * @throws InvalidFileException if the file cannot be read or is not accepted
     */
    void read(Path file) {
        Node root = compose(text(file));
        if (root != null && !isEmpty(root)) {
            for (NodeTuple section : members(root, "the file")) {
                sections.put(sectionName(section), entries(section));
            }
        }
    }

    /** The options in a section of the file, by name. */
    Map<String, Entry> section(String section) {
        return sections.getOrDefault(section, Map.of());
    }

    /**
     * The values of an entry for a command. In {@value #COMMON}, another command can accept more values than this one.
     *
     * @throws InvalidFileException if the command does not accept the value
     */
    List<String> values(Entry entry, ConfigurableOption option, String command) {
        String reader = entry.path().startsWith(COMMON + ".") ? " for " + command : "";
        return values(option, entry.path() + reader, entry.value());
    }

    private String text(Path file) {
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            content = in.readNBytes(LARGEST + 1);
        } catch (NoSuchFileException e) {
            throw new InvalidFileException(name + ": the file does not exist.");
        } catch (IOException e) {
            throw new InvalidFileException(
                    Files.isDirectory(file)
                            ? name + ": is a directory. Expected: a file."
                            : name + ": the file cannot be read: " + FileFailure.reason(e) + ".");
        }
        if (content.length > LARGEST) {
            throw new InvalidFileException(name + ": the file is too large. Expected: at most " + LARGEST + " bytes.");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InvalidFileException(name + ": the file is not encoded in UTF-8.");
        }
    }

    private @Nullable Node compose(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(DEEPEST);
        try {
            return new Composer(new ParserImpl(new StreamReader(text), options), new Resolver(), options)
                    .getSingleNode();
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            throw new InvalidFileException(
                    ShortText.of(at(mark) + "the YAML is not valid: " + e.getProblem() + ".", LONGEST_MESSAGE));
        } catch (YAMLException e) {
            throw new InvalidFileException(
                    ShortText.of(name + ": the YAML is not valid: " + e.getMessage() + ".", LONGEST_MESSAGE));
        }
    }

    private List<NodeTuple> members(Node node, String of) {
        if (!(node instanceof MappingNode mapping)) {
            throw invalid(node, of, describe(node), "an object");
        }
        Map<String, Integer> lines = new HashMap<>();
        for (NodeTuple member : mapping.getValue()) {
            Integer former = lines.putIfAbsent(key(member), line(member.getKeyNode()));
            if (former != null) {
                throw new InvalidFileException(at(member.getKeyNode().getStartMark()) + ShortText.of(key(member), 80)
                        + ": is specified twice, first in line " + former + ". Specify it once.");
            }
        }
        return mapping.getValue();
    }

    private String key(NodeTuple member) {
        if (member.getKeyNode() instanceof ScalarNode key) {
            return key.getValue();
        }
        throw invalid(member.getKeyNode(), "the name of an option", describe(member.getKeyNode()), "text");
    }

    private String sectionName(NodeTuple section) {
        String command = key(section);
        if (!command.equals(COMMON) && !commands.containsKey(command)) {
            List<String> accepted = new ArrayList<>(new TreeSet<>(commands.keySet()));
            accepted.add(COMMON);
            throw invalid(section.getKeyNode(), "command", Rejection.quoted(command), Expected.oneOf(accepted));
        }
        return command;
    }

    private Map<String, Entry> entries(NodeTuple section) {
        String command = key(section);
        Map<String, Entry> entries = new LinkedHashMap<>();
        if (isEmpty(section.getValueNode())) {
            return entries;
        }
        Map<String, ConfigurableOption> accepted = accepted(command);
        for (NodeTuple member : members(section.getValueNode(), command)) {
            String key = key(member);
            if (ConfigurableOption.isOnlyOnTheCommandLine(key)) {
                throw new InvalidFileException(at(member.getKeyNode().getStartMark()) + command + "." + key + ": --"
                        + key + " is accepted only on the command line.");
            }
            ConfigurableOption option = accepted.get(key);
            if (option == null) {
                throw invalid(
                        member.getKeyNode(),
                        command,
                        Rejection.quoted(key),
                        "an option: " + Expected.oneOf(new TreeSet<>(accepted.keySet())));
            }
            Entry entry = new Entry(command + "." + key, member.getValueNode(), line(member.getKeyNode()));
            values(option, entry.path(), entry.value());
            entries.put(key, entry);
        }
        return entries;
    }

    private Map<String, ConfigurableOption> accepted(String command) {
        if (!command.equals(COMMON)) {
            return options(command);
        }
        // A list is accepted if one of the commands accepts it.
        Map<String, ConfigurableOption> all = new HashMap<>();
        commands.keySet()
                .forEach(each -> options(each)
                        .forEach((key, option) ->
                                all.merge(key, option, (one, other) -> one.acceptsList() ? one : other)));
        return all;
    }

    private Map<String, ConfigurableOption> options(String command) {
        return created.computeIfAbsent(
                command, each -> commands.getOrDefault(each, Map::of).get());
    }

    private List<String> values(ConfigurableOption option, String path, Node node) {
        if (!(node instanceof SequenceNode list)) {
            return List.of(value(option, path, node));
        }
        if (!option.acceptsList() || list.getValue().isEmpty()) {
            throw invalid(node, path, describe(node), option.acceptsList() ? "at least one value" : option.expected());
        }
        List<String> values =
                list.getValue().stream().map(each -> value(option, path, each)).toList();
        return option.isRepeatable() ? values : List.of(String.join(",", values));
    }

    private String value(ConfigurableOption option, String path, Node node) {
        if (!(node instanceof ScalarNode scalar)
                || (option.isFlag() ? !scalar.getTag().equals(Tag.BOOL) : !TEXT.contains(scalar.getTag()))
                || !option.accepts(scalar.getValue())) {
            throw invalid(node, path, describe(node), option.expected());
        }
        return scalar.getValue();
    }

    /** The value in quotation marks, or a description of it. */
    private static String describe(Node node) {
        if (node instanceof ScalarNode scalar) {
            return node.getTag().equals(Tag.NULL) ? "no value" : Rejection.quoted(scalar.getValue());
        }
        return node instanceof SequenceNode list ? list.getValue().isEmpty() ? "an empty list" : "a list" : "an object";
    }

    private static boolean isEmpty(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    private InvalidFileException invalid(Node node, String what, String received, String expected) {
        return new InvalidFileException(
                at(node.getStartMark()) + new Rejection("", what, received, expected).message());
    }

    private String at(@Nullable Mark mark) {
        return name + (mark == null ? ": " : ", line " + (mark.getLine() + 1) + ": ");
    }

    private static int line(Node node) {
        return node.getStartMark() == null ? 1 : node.getStartMark().getLine() + 1;
    }
}
