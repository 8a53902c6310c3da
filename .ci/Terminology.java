import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Searches the texts of this repository for the phrases in terminology.tsv: {@code java .ci/Terminology.java [ROOT]}. Exit
 * code 0: no findings. 1: findings. 2: the table or a file cannot be read.
 *
 * <p>Each file is reduced to its text, without a change of line numbers. Code becomes NUL, which no phrase contains. Characters
 * that can separate two words of a phrase, such as comment markers and the plus sign of a concatenation, become spaces.
 */
class Terminology {
    /**
     * Files without text of this project: the Maven wrapper, golden files (generated from sources that are searched), and
     * schemas and recorded output of others. In JSON files, only descriptions are searched.
     */
    private static final String EXCLUDED =
            "\\.mvn/.*|cli/src/test/resources/io/github/daxguard/cli/.*|(?!test-events/|docs/).*\\.json";

    /** Strings and comments in Java, JavaScript and CSS. */
    private static final String JAVA = "(?s)\"\"\"(?:[^\"\\\\]++|\\\\.|\"(?!\"\"))*+\"\"\"|\"(?:[^\"\\\\\\n]++|\\\\.)*+\""
            + "|'(?:[^'\\\\\\n]++|\\\\.)*+'|//[^\\n]*|/\\*.*?\\*/";
    private static final String JSON = "(?<=\"description\" {0,9}: {0,9})\"(?:[^\"\\\\]++|\\\\.)*+\"";
    private static final String SHELL = "(?m)(?<=^|\\s)#[^\\n]*"
            + "|(?<=\\b(?:echo|printf|step)\\b[^\\n]{0,150})(?:\"(?:[^\"\\\\\\n]|\\\\.)*\"|'[^'\\n]*')";

    private static final String FENCED_CODE =
            "(?ms)^(?:[ >\\t]|[-*+] |\\d+\\. )*(`{3,}|~{3,})[^\\n]*\\n.*?(?:^[ >\\t]*\\1[`~]*[ \\t]*$|\\z)";
    private static final String INLINE_CODE = "``.+?``|`(?:[^`\\n]++|\\n(?![ \\t]*\\n))+`";
    private static final String LINK_TARGET = "\\]\\([^)\\s]*|(?m)^[ \\t]*\\[[^\\]\\n]+\\]:[ \\t]*\\S+";
    private static final String JAVADOC_CODE = "\\{@(?:code|literal)\\s(?:[^{}]|\\{[^{}]*\\})*\\}"
            + "|\\{@\\w+(?:\\s+[^\\s}(]+(?:\\([^)]*\\))?)?|@(?:param|throws|see)\\s+\\S+|(?s)<pre>.*?</pre>";
    private static final String KEY = "(?m)^[ \\t]*(?:- )*(?:[\"']?[\\w.:/-]+[\"']?:(?=\\s)|[\\w.-]+[ \\t]*=)";
    /** A tag, or its part before an attribute that is text. */
    private static final String TAG = "</?[a-zA-Z](?:[^<>]*?\\b(?:title|alt|content|placeholder|aria-label)=|[^<>]*>)";

    record Row(Pattern phrase, String better) {}

    public static void main(String... args) throws Exception {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        int exitCode = 2;
        try {
            exitCode = check(Path.of(args.length == 0 ? "." : args[0]), out);
        } catch (IOException | PatternSyntaxException e) {
            out.println("Cannot check: " + e.getMessage());
        }
        out.flush();
        System.exit(exitCode);
    }

    private static int check(Path root, PrintStream out) throws Exception {
        Path table = root.resolve(".ci/terminology.tsv");
        if (!Files.exists(table)) {
            Path source = Path.of(Terminology.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            table = source.resolveSibling("terminology.tsv");
        }
        List<Row> rows = rows(table);
        Process git = new ProcessBuilder("git", "ls-files", "-z").directory(root.toFile()).start();
        String names = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (git.waitFor() != 0) {
            throw new IOException("git ls-files failed in " + root.toAbsolutePath());
        }
        int files = 0;
        int findings = 0;
        for (String name : names.split("\0")) {
            Path file = root.resolve(name);
            if (name.matches(EXCLUDED) || !Files.isRegularFile(file)) {
                continue;
            }
            String content = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            String text = text(name, code(content, "https?://[^\\s\"'<>)]+"));
            if (text == null) {
                continue;
            }
            files++;
            text = code(text, "\\n[ \\t]*\\n");
            TreeMap<Integer, String> hits = new TreeMap<>();
            for (Row row : rows) {
                for (Matcher hit = row.phrase.matcher(text); hit.find(); ) {
                    long line = 1 + content.substring(0, hit.start()).chars().filter(c -> c == '\n').count();
                    String phrase = hit.group().replaceAll("\\s+", " ");
                    hits.put(hit.start(), name + ":" + line + ": \"" + phrase + "\": write \"" + row.better + "\"");
                }
            }
            hits.values().forEach(out::println);
            findings += hits.size();
        }
        out.println(files + " files, " + findings + " findings");
        return findings == 0 ? 0 : 1;
    }

    private static List<Row> rows(Path table) throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String line : Files.readAllLines(table)) {
            String[] cells = line.split("\t", -1);
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (cells.length != 2 || cells[0].isBlank() || cells[1].isBlank()) {
                throw new IOException(table + ": expected a regular expression, a tab and the better wording: " + line);
            }
            String phrase = "\\b(?:" + cells[0].replace(" ", "\\s{1,250}") + ")\\b";
            rows.add(new Row(Pattern.compile(phrase, Pattern.CASE_INSENSITIVE), cells[1]));
        }
        return rows;
    }

    /** The text of a file; null if files with that extension are not searched. */
    private static String text(String name, String content) {
        return switch (name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('/')) + 1)) {
            case "java", "js", "css" -> only(content, JAVA);
            case "json" -> only(content, JSON);
            case "sh", "run", "txt", "gitignore", "gitattributes", "editorconfig" -> only(content, SHELL);
            case "yaml", "yml", "properties" ->
                code(code(space(content, "(?m)(?<=^|\\s)[#!]+|\\\\(?:\\n|n)"), KEY), INLINE_CODE);
            case "html", "mustache", "xml" -> markup(content);
            case "md" -> {
                String text = code(code(code(content, FENCED_CODE), INLINE_CODE), LINK_TARGET);
                yield markup(space(text, "(?m)^[ \\t]*>|\\*(?! )|[\\[\\]]"));
            }
            default -> null;
        };
    }

    private static String markup(String content) {
        return space(code(content, "\\{\\{[^}]*\\}\\}"), TAG + "|<!--|-->");
    }

    /** The comments and strings that the pattern finds. Only white space and a plus sign do not interrupt the text. */
    private static String only(String content, String tokens) {
        StringBuilder text = new StringBuilder();
        for (Matcher token = Pattern.compile(tokens).matcher(content); token.find(); ) {
            text.append(between(content.substring(text.length(), token.start())));
            text.append("\"'".indexOf(token.group().charAt(0)) < 0 ? comment(token.group()) : string(token.group()));
        }
        return text.append(between(content.substring(text.length()))).toString();
    }

    private static String between(String tokens) {
        return tokens.matches("\\s*\\+?\\s*") ? space(tokens, ".+") : code(tokens, "(?s).+");
    }

    private static String string(String token) {
        return code(space(token, "^[\"']+|[\"']+$|\\\\[ntr\\n]|%n"), "\\\\.");
    }

    private static String comment(String token) {
        String text = space(token, "(?m)^[ \\t]*(?:/?\\*+/?|//+|#+)|\\*/$");
        return space(code(code(text, JAVADOC_CODE), INLINE_CODE), TAG);
    }

    private static String code(String text, String regex) {
        return Pattern.compile(regex).matcher(text).replaceAll(hit -> "\0".repeat(hit.group().length()));
    }

    private static String space(String text, String regex) {
        return Pattern.compile(regex).matcher(text).replaceAll(hit -> hit.group().replaceAll("[^\\n]", " "));
    }
}
