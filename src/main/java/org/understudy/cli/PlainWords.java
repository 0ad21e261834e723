package org.understudy.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads what is typed most, {@code -s web print status}: words and services, no other option. The
 * parser that knows all the others needs longer to load than such a command may take.
 */
final class PlainWords {
    private PlainWords() {
    }

    /** Whether that was all; if not, the line is as it was, and the parser's to read. */
    static boolean into(SvcmgrLine line, String... args) {
        List<String> words = new ArrayList<>();
        List<String> services = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            String arg = args[i];
            if (arg.equals("docker") || arg.equals("podman") || arg.equals("help")) {
                return false;
            }
            if (!arg.startsWith("-")) {
                words.add(arg);
                continue;
            }
            boolean apart = arg.equals("-s") || arg.equals("--service");
            if (!apart && !arg.startsWith("--service=") || apart && i + 1 == args.length) {
                return false;
            }
            String names = apart ? args[++i] : arg.substring("--service=".length());
            if (names.startsWith("-") || names.startsWith(",") || names.endsWith(",")
                    || names.contains("\"") || names.isEmpty()) {
                return false;
            }
            services.addAll(List.of(names.split(",")));
        }
        line.words.addAll(words);
        line.services.addAll(services);
        return true;
    }
}
