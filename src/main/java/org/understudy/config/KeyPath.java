package org.understudy.config;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The key an operator means, in every section that is meant.
 *
 * @param sections headers; several where a group was named
 * @param key with its scope, if any
 */
record KeyPath(List<String> sections, String key) {
    private static final String KEY = "[A-Za-z_][\\w.-]*(@[\\w.-]+)?";

    /**
     * Takes a path apart.
     *
     * @param path {@code [section.]key[@scope]}; a group without {@code #} stands for all its
     *     sections
     * @throws IllegalArgumentException with a message for the operator
     */
    static KeyPath of(String path, Ini ini, Form form) {
        String said = said(path, ini, form);
        String key = said.isEmpty() ? path : path.substring(said.length() + 1);
        if (!key.matches(KEY)) {
            throw new IllegalArgumentException(
                    "expected section.key such as fs#1.mnt_opt, got " + Quote.of(path));
        }
        return new KeyPath(headers(said, ini, form), key);
    }

    /** The part of the path that is the section, as typed; empty where there is none. */
    private static String said(String path, Ini ini, Form form) {
        String known = Stream.concat(ini.sections().stream().map(Ini.Block::name),
                        form.plainSections().stream())
                .filter(name -> path.regionMatches(true, 0, name + ".", 0, name.length() + 1))
                .max(Comparator.comparingInt(String::length)).orElse("");
        String unscoped = path.replaceFirst("@.*", "");
        int dot = unscoped.lastIndexOf('.');
        boolean longer = known.contains("#") && dot > known.length()
                && keyword(unscoped.substring(known.length() + 1), known, ini, form).isEmpty();
        if (!known.isEmpty() && !longer) {
            return path.substring(0, known.length());
        }
        return dot < 0 ? "" : path.substring(0, dot);
    }

    private static Optional<Keyword<?>> keyword(String name, String header, Ini ini, Form form) {
        return form.keywords(ini.sectionOrEmpty(header)).find(name);
    }

    private static List<String> headers(String said, Ini ini, Form form) {
        if (said.isEmpty()) {
            return List.of(form.head());
        }
        Optional<String> plain = form.plainSections().stream()
                .filter(said::equalsIgnoreCase).findFirst();
        if (plain.isPresent()) {
            return List.of(plain.get());
        }
        if (said.contains("#")) {
            return List.of(form.checkedHeader(said));
        }
        List<String> group = form.group(said.toLowerCase(Locale.ROOT), ini);
        if (group.isEmpty()) {
            throw new IllegalArgumentException("expected a section such as " + form.example()
                    + ", or a group that the file has" + groups(ini) + ", got "
                    + Quote.of(said));
        }
        return group;
    }

    /** {@code : fs, ip}, or that there are none. */
    static String groups(Ini ini) {
        List<String> words = ini.sections().stream().map(Ini.Block::name)
                .filter(name -> name.contains("#")).map(OpenSvc::word).distinct().sorted()
                .toList();
        return words.isEmpty() ? " (it has none)" : ": " + String.join(", ", words);
    }

    /** The entries of the block that are this key, whichever way its keyword is spelt. */
    List<Ini.Entry> in(Ini.Block block, Keywords keywords) {
        Ini.Entry wanted = new Ini.Entry(block.place().at(key), "", List.of());
        String name = canonical(wanted, keywords);
        return block.entries().stream().filter(entry -> canonical(entry, keywords).equals(name)
                && Binder.scope(entry).equals(Binder.scope(wanted))).toList();
    }

    /** The key's name without its scope. */
    String name() {
        int at = key.indexOf('@');
        return at < 0 ? key : key.substring(0, at);
    }

    private static String canonical(Ini.Entry entry, Keywords keywords) {
        return keywords.find(Binder.name(entry)).<String>map(Keyword::name)
                .orElse(Binder.name(entry));
    }
}
