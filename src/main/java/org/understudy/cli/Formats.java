package org.understudy.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.understudy.wire.Flat;
import org.understudy.wire.Picked;
import org.understudy.wire.Shapes;
import org.understudy.wire.Yaml;

/**
 * What a command has to say, for programs: {@code json} and {@code yaml} over several lines,
 * {@code flat} and {@code flat_json} a line for each value, {@code csv} and {@code table} a row for
 * each thing. What has several parts itself, such as a service's resources, is in no row.
 */
final class Formats {
    private static final List<String> ALL = List.of("json", "yaml", "flat", "flat_json", "csv",
            "table");

    private Formats() {
    }

    /** Refuses any other; none is good. */
    static void check(String format, List<String> more, String program) throws Failure {
        if (!format.isEmpty() && !ALL.contains(format) && !more.contains(format)) {
            List<String> all = new ArrayList<>(ALL);
            all.addAll(more);
            throw Failure.usage("--format: expected " + String.join(", ", all) + ", got "
                    + format, program + " --help");
        }
    }

    /**
     * A part of JSON in one of these formats; one value is a bare word unless it is to be JSON.
     *
     * @param filter the way to the part; empty for all of it
     */
    static String of(String format, String filter, String json) throws Failure {
        String wanted = format.isEmpty() ? "json" : format;
        if (filter.isEmpty()) {
            return of(wanted, json);
        }
        try {
            String part = Picked.of(json, filter).orElseThrow(() -> Failure.of("--filter: expected"
                    + " the way to something that is shown, got \"" + filter + "\"",
                    "the same with --format flat, without --filter"));
            boolean bare = !part.startsWith("{") && !part.startsWith("[")
                    && !List.of("json", "yaml").contains(format);
            return bare ? Flat.of(part).get(0).text() + "\n" : of(wanted, part);
        } catch (IllegalArgumentException noPath) {
            throw Failure.usage("--filter: " + noPath.getMessage(),
                    "svcmgr -s web print status --filter .avail");
        }
    }

    /** JSON in one of these formats, with its last line's end. */
    static String of(String format, String json) {
        return switch (format) {
            case "json" -> Shapes.indent(json) + "\n";
            case "yaml" -> Yaml.of(json);
            case "csv" -> csv(rows(Flat.of(json)));
            case "table" -> table(rows(Flat.of(json)));
            default -> lines(Flat.of(json), format.equals("flat_json"));
        };
    }

    /** Of one thing its own JSON, of several a field for each. */
    static String document(Map<String, String> texts) {
        return texts.size() == 1 ? texts.values().iterator().next() : fields(texts);
    }

    static String fields(Map<String, String> texts) {
        List<String> fields = new ArrayList<>();
        texts.forEach((name, json) -> fields.add(Shapes.write(name) + ":" + json));
        return "{" + String.join(",", fields) + "}";
    }

    private static String lines(List<Flat.Leaf> leaves, boolean json) {
        StringBuilder text = new StringBuilder();
        for (Flat.Leaf leaf : leaves) {
            String row = leaf.row() < 0 ? "" : "[" + leaf.row() + "]";
            String dot = row.isEmpty() || leaf.path().isEmpty() || leaf.path().startsWith("[")
                    ? "" : ".";
            text.append(row).append(dot).append(leaf.path()).append(" = ")
                    .append(json ? leaf.json() : leaf.text().replace("\n", "\\n")).append('\n');
        }
        return text.toString();
    }

    /** Its first row names the columns; a single thing is a column of keys and one of values. */
    private static List<List<String>> rows(List<Flat.Leaf> leaves) {
        List<List<String>> rows = new ArrayList<>();
        if (leaves.stream().anyMatch(leaf -> leaf.row() < 0)) {
            rows.add(List.of("key", "value"));
            leaves.forEach(leaf -> rows.add(List.of(leaf.path(), leaf.text())));
            return rows;
        }
        Set<String> columns = new LinkedHashSet<>();
        Map<Integer, Map<String, String>> things = new TreeMap<>();
        for (Flat.Leaf leaf : leaves) {
            String column = leaf.path().isEmpty() ? "value"
                    : leaf.path().replaceFirst("\\[\\d+]$", "");
            if (!column.contains("[")) {
                columns.add(column);
                things.computeIfAbsent(leaf.row(), row -> new LinkedHashMap<>())
                        .merge(column, leaf.text(), (a, b) -> a + "; " + b);
            }
        }
        if (!columns.isEmpty()) {
            rows.add(List.copyOf(columns));
        }
        things.values().forEach(thing -> rows.add(columns.stream()
                .map(column -> thing.getOrDefault(column, "")).toList()));
        return rows;
    }

    /** As RFC 4180 has it, but for the ends of its lines. */
    private static String csv(List<List<String>> rows) {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            List<String> cells = row.stream().map(cell -> cell.matches("(?s).*[\",\r\n].*")
                    ? "\"" + cell.replace("\"", "\"\"") + "\"" : cell).toList();
            text.append(String.join(",", cells)).append('\n');
        }
        return text.toString();
    }

    private static String table(List<List<String>> rows) {
        int columns = rows.isEmpty() ? 0 : rows.get(0).size();
        return NodeTable.of(rows, columns).stream().map(line -> line + "\n")
                .collect(Collectors.joining());
    }
}
