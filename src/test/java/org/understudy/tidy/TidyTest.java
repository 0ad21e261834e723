package org.understudy.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the code to its own rules; a rule that makes code worse is changed here, in review. */
final class TidyTest {
    private static final int FILE_LINES = 400;
    private static final int METHOD_LINES = 40;
    private static final int COLUMNS = 100;
    /** Aim at four; a registry's line may need one more. */
    private static final int PARAMETERS = 5;

    private static final Pattern BANNED_NAME =
            Pattern.compile("\\b(?:class|interface|record|enum)\\s+"
                    + "(\\w+(?:Impl|Manager|Util|Utils|Helper|Helpers|Common|Base))\\b");
    private static final Pattern EMPTY_CATCH =
            Pattern.compile("catch\\s*\\([^)]*\\)\\s*\\{\\s*(?://[^\\n]*\\s*)*\\}");
    private static final Pattern METHOD = Pattern.compile(
            "^ {4,12}(?:(?:public|private|protected|static|final|synchronized|default|abstract)"
            + " )*(?:<[^>]+> )?[\\w<>\\[\\], .?]+ (\\w+)\\(([^)]*)\\)[^;{=]*\\{\\s*$",
            Pattern.MULTILINE);

    /** What only some places may do, and which. */
    private record Reserved(Pattern what, String where) {
    }

    private static final List<Reserved> RESERVED = List.of(
            new Reserved(Pattern.compile("Thread\\.sleep"), "nowhere"),
            new Reserved(Pattern.compile("System\\.currentTimeMillis|Instant\\.now\\("), "agent"),
            new Reserved(Pattern.compile("System\\.nanoTime"), "agent|exec|heartbeat|api|journal"
                    + "|driver|cli"),
            // The commands start one thing, the user's own editor, on the user's terminal.
            new Reserved(Pattern.compile("ProcessBuilder|Runtime\\.getRuntime\\(\\)\\.exec"),
                    "exec|cli"),
            new Reserved(Pattern.compile("System\\.(?:out|err)"), "cli|agent|sim"),
            new Reserved(Pattern.compile("new Random\\(|Math\\.random"), "sim"),
            new Reserved(Pattern.compile("\\b(?:TODO|FIXME|XXX)\\b"), "nowhere"));

    private static final List<Reserved> LIBRARIES = List.of(
            new Reserved(Pattern.compile("import org\\.ini4j"), "config"),
            new Reserved(Pattern.compile("import com\\.fasterxml"), "wire"),
            new Reserved(Pattern.compile("import com\\.github\\.dockerjava"), "driver"),
            new Reserved(Pattern.compile("import org\\.jgroups"), "heartbeat"),
            new Reserved(Pattern.compile("import org\\.eclipse\\.jetty"), "api"),
            new Reserved(Pattern.compile("import io\\.prometheus"), "api"),
            new Reserved(Pattern.compile("import com\\.sun\\.jna"), "agent"),
            new Reserved(Pattern.compile("import org\\.jline"), "cli"),
            new Reserved(Pattern.compile("import picocli"), "cli"));

    @Test
    void filesMethodsAndLinesStayShort() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : sources()) {
            String text = Files.readString(file);
            List<String> lines = text.lines().toList();
            if (lines.size() > FILE_LINES) {
                found.add(file + ": " + lines.size() + " lines, at most " + FILE_LINES);
            }
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).length() > COLUMNS) {
                    found.add(file + ":" + (i + 1) + ": longer than " + COLUMNS + " columns");
                }
            }
            methods(file, text, found);
        }
        assertEquals(List.of(), found);
    }

    @Test
    void namesSayWhatThingsAre() throws IOException {
        assertEquals(List.of(), matches(BANNED_NAME));
    }

    @Test
    void nothingIsSwallowed() throws IOException {
        assertEquals(List.of(), matches(EMPTY_CATCH));
    }

    @Test
    void eachOutsideThingHasOnePlace() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : sources()) {
            if (file.startsWith("src/test")) {
                continue;
            }
            String text = Files.readString(file);
            String home = file.getName(file.getNameCount() - 2).toString();
            Stream.concat(RESERVED.stream(), LIBRARIES.stream())
                    .filter(rule -> rule.what().matcher(text).find())
                    .filter(rule -> !List.of(rule.where().split("\\|")).contains(home))
                    .forEach(rule -> found.add(file + ": " + rule.what() + " belongs to "
                            + rule.where()));
        }
        assertEquals(List.of(), found);
    }

    @Test
    void topLevelHoldsTheseEntriesOnly() throws IOException {
        List<String> known = List.of("README.md", "agent", "cli", "conf", "examples", "src",
                "vagrant", "pom.xml", "target");
        try (Stream<Path> entries = Files.list(Path.of("."))) {
            assertEquals(List.of(), entries.map(p -> p.getFileName().toString())
                    .filter(name -> !name.startsWith(".") && !known.contains(name)).toList());
        }
    }

    @Test
    void theRulesBite() {
        assertTrue(EMPTY_CATCH.matcher("try { a(); } catch (Exception e) {\n}").find());
        assertTrue(BANNED_NAME.matcher("final class FenceUtils {").find());
        assertTrue(METHOD.matcher("    void a(int b) {\n").find());
    }

    private static void methods(Path file, String source, List<String> found) {
        String text = source.replaceAll("(?s)\"\"\".*?\"\"\"", "\"\"")
                .replaceAll("\"(?:[^\"\\\\\n]|\\\\.)*\"", "\"\"")
                .replaceAll("'(?:[^'\\\\\n]|\\\\.)'", "' '");
        Matcher method = METHOD.matcher(text);
        while (method.find()) {
            int lines = body(text, method.end() - 1);
            if (lines > METHOD_LINES) {
                found.add(file + ": " + method.group(1) + " has " + lines + " lines, at most "
                        + METHOD_LINES);
            }
            int parameters = parameters(method.group(2));
            boolean given = method.group().contains("record ")
                    || Character.isUpperCase(method.group(1).charAt(0))
                    || text.substring(0, method.start()).stripTrailing().endsWith("@Override");
            if (!given && parameters > PARAMETERS) {
                found.add(file + ": " + method.group(1) + " has " + parameters
                        + " parameters, at most " + PARAMETERS);
            }
        }
    }

    private static int parameters(String list) {
        String flat = list.replaceAll("<[^<>]*>", "").replaceAll("<[^<>]*>", "").strip();
        return flat.isEmpty() ? 0 : flat.split(",").length;
    }

    private static int body(String text, int open) {
        int depth = 0;
        int lines = 1;
        for (int i = text.lastIndexOf('{', open); i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            lines += c == '\n' ? 1 : 0;
            if (depth == 0) {
                return lines;
            }
        }
        return lines;
    }

    private static List<String> matches(Pattern pattern) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : sources()) {
            if (file.endsWith("TidyTest.java")) {
                continue;
            }
            Matcher matcher = pattern.matcher(Files.readString(file));
            while (matcher.find()) {
                found.add(file + ": " + matcher.group());
            }
        }
        return found;
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
        }
    }
}
