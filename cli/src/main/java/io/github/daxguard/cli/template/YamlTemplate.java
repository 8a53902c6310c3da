package io.github.daxguard.cli.template;

import io.github.daxguard.rule.ShortText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
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
import org.yaml.snakeyaml.scanner.Scanner;
import org.yaml.snakeyaml.scanner.ScannerImpl;
import org.yaml.snakeyaml.tokens.CommentToken;

/**
 * Reads YAML with line numbers, and converts the short forms of CloudFormation functions to their long forms. A tag never
 * creates a Java object.
 */
final class YamlTemplate {

    /** In characters. Some packaged templates exceed the parser's default limit. */
    static final int LONGEST = 20 * 1024 * 1024;

    private static final String MERGE = "<<";

    /** In nodes. Aliases in templates repeat hundreds of nodes; a malicious file of 600 bytes can repeat millions. */
    static final int MOST_REPEATED = 100_000;

    private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Node> known = Collections.newSetFromMap(new IdentityHashMap<>());
    private int nodes;
    private int repeated;

    private YamlTemplate() {}

    /** @throws NotEvaluatedException with the line, if it is not one document of YAML, or too large */
    static Tree read(String text) {
        YamlEvents.checkCharacters(text);
        Node root;
        try {
            root = compose(text);
        } catch (MarkedYAMLException e) {
            throw broken(e);
        } catch (YAMLException e) {
            throw new NotEvaluatedException("The YAML is not valid: " + firstLine(e.getMessage()) + ".");
        }
        if (root == null) {
            throw new NotEvaluatedException("The file contains only comments. " + UnsupportedFormat.EXPECTED_TEMPLATE);
        }
        Tree tree = new YamlTemplate().tree(root);
        return tree instanceof Tree.Members object
                ? new Tree.Members(object.members(), object.line(), comments(text))
                : tree;
    }

    private static LoaderOptions options() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(LONGEST);
        options.setNestingDepthLimit(JsonTemplate.DEEPEST);
        // The nodes are counted below, as aliases are expanded.
        options.setMaxAliasesForCollections(Integer.MAX_VALUE);
        return options;
    }

    /** The comments that can be suppressions. Read separately, because the parser rejects some comments if it processes them. */
    private static List<Tree.Comment> comments(String text) {
        List<Tree.Comment> comments = new ArrayList<>();
        if (text.contains(Suppression.COMMENT)) {
            LoaderOptions options = options();
            options.setProcessComments(true);
            Scanner scanner = new ScannerImpl(new StreamReader(text), options);
            try {
                while (scanner.checkToken()) {
                    if (scanner.getToken() instanceof CommentToken comment) {
                        comments.add(new Tree.Comment(comment.getStartMark().getLine() + 1, comment.getValue()));
                    }
                }
            } catch (YAMLException e) {
                // A suppression that is not read does not exempt.
                return comments;
            }
        }
        return comments;
    }

    private static @Nullable Node compose(String text) {
        LoaderOptions options = options();
        YamlEvents events = new YamlEvents(new ParserImpl(new StreamReader(text), options));
        return new Composer(events, new org.yaml.snakeyaml.resolver.Resolver(), options).getSingleNode();
    }

    private static NotEvaluatedException broken(MarkedYAMLException e) {
        Mark at = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
        String problem = firstLine(e.getProblem());
        String sentence = problem.startsWith("but found another document")
                ? "a second document begins here. " + UnsupportedFormat.EXPECTED_TEMPLATE
                : "the YAML is not valid: " + problem + ".";
        return at == null
                ? new NotEvaluatedException(sentence)
                : NotEvaluatedException.atLine(at.getLine() + 1, sentence);
    }

    private static String firstLine(@Nullable String message) {
        String text = String.valueOf(message);
        return ShortText.of(text.lines().findFirst().orElse(text), 160);
    }

    private Tree tree(Node node) {
        int line = line(node);
        nodes++;
        Tree.checkSize(nodes, line);
        if (!known.add(node) && ++repeated > MOST_REPEATED) {
            throw NotEvaluatedException.atLine(line, "aliases repeat more than " + MOST_REPEATED + " values.");
        }
        if (!open.add(node)) {
            throw NotEvaluatedException.atLine(line, "the value contains itself through an alias.");
        }
        // Aliases can nest deeper than the parser's limit.
        if (open.size() > JsonTemplate.DEEPEST) {
            throw NotEvaluatedException.atLine(line, "the YAML is nested too deeply.");
        }
        Tree tree = plain(node, line);
        open.remove(node);
        return function(node.getTag()).<Tree>map(name -> Tree.ofOne(name, tree)).orElse(tree);
    }

    private Tree plain(Node node, int line) {
        if (node instanceof MappingNode mapping) {
            return members(mapping, line);
        }
        if (node instanceof SequenceNode sequence) {
            List<Tree> items = new ArrayList<>();
            sequence.getValue().forEach(item -> items.add(tree(item)));
            return new Tree.Items(items, line);
        }
        return node instanceof ScalarNode scalar
                ? new Tree.Scalar(value(scalar), line, scalar.getScalarStyle() == DumperOptions.ScalarStyle.LITERAL)
                : new Tree.Scalar("", line);
    }

    private Tree members(MappingNode mapping, int line) {
        Map<String, Tree.Member> members = new LinkedHashMap<>();
        Optional<Node> merged = Optional.empty();
        for (NodeTuple tuple : mapping.getValue()) {
            Node key = tuple.getKeyNode();
            String name = name(key);
            if (!name.equals(MERGE)) {
                Tree.add(members, name, line(key), tree(tuple.getValueNode()));
            } else if (merged.isEmpty() && key.getTag().equals(Tag.MERGE)) {
                merged = Optional.of(tuple.getValueNode());
            } else {
                throw NotEvaluatedException.atLine(
                        line(key),
                        "<< is quoted or occurs a second time. YAML parsers differ in the value that they use.");
            }
        }
        // An object's own members have precedence over merged ones, wherever the merge key is.
        merged.ifPresent(value -> merge(members, value));
        return new Tree.Members(members, line);
    }

    private static String name(Node key) {
        if (!(key instanceof ScalarNode name)) {
            throw NotEvaluatedException.atLine(line(key), "expected a name, but found a list or an object.");
        }
        if (function(key.getTag()).isPresent()) {
            throw NotEvaluatedException.atLine(line(key), "expected a name, but found a function.");
        }
        return name.getValue();
    }

    /** If several objects in a list have the member, the first one takes precedence. */
    private void merge(Map<String, Tree.Member> members, Node merged) {
        List<Node> objects =
                merged instanceof SequenceNode list && list.getTag().equals(Tag.SEQ)
                        ? list.getValue()
                        : List.of(merged);
        for (Node object : objects) {
            if (!(object instanceof MappingNode) || !object.getTag().equals(Tag.MAP)) {
                throw NotEvaluatedException.atLine(
                        line(object), "the value of << is not valid. Expected: an object or a list of objects.");
            }
            tree(object).members().forEach(members::putIfAbsent);
        }
    }

    /** The long form of the function's name. An unknown tag is treated as a function, so that its value is not known. */
    private static Optional<String> function(Tag tag) {
        if (Tag.standardTags.contains(tag)) {
            return Optional.empty();
        }
        String name = tag.getValue();
        if (!name.startsWith("!")) {
            return Optional.of("Fn::" + name);
        }
        String function = name.substring(1);
        return Optional.of(function.equals("Ref") || function.equals("Condition") ? function : "Fn::" + function);
    }

    private static @Nullable Object value(ScalarNode scalar) {
        Tag tag = scalar.getTag();
        String text = scalar.getValue();
        if (tag.equals(Tag.NULL)) {
            return null;
        }
        if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
            return Tree.number(text);
        }
        if (tag.equals(Tag.BOOL)) {
            // YAML 1.1 also accepts yes and on. The interpretation of CloudFormation is not known.
            return switch (text) {
                case "true", "True", "TRUE" -> true;
                case "false", "False", "FALSE" -> false;
                default -> new Tree.Ambiguous(text);
            };
        }
        return text;
    }

    private static int line(Node node) {
        Mark start = node.getStartMark();
        return start == null ? 1 : start.getLine() + 1;
    }
}
