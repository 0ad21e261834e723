package org.understudy.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A file's text while it is changed, one wish after the other. */
final class Draft {
    private final Form form;
    private final Path path;
    private String text;
    private Ini ini;

    Draft(Form form, SourceFile source) {
        this.form = form;
        this.path = source.path();
        take(source.text());
    }

    String text() {
        return text;
    }

    /** @throws ConfigException when it is no such text as files may have */
    SourceFile source() {
        return SourceFile.of(path, text.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws IllegalArgumentException with a message for the operator */
    void set(String typed) {
        Change change = Change.parse(typed);
        KeyPath key = KeyPath.of(change.path(), ini, form);
        for (String section : key.sections()) {
            set(section, key, change);
        }
    }

    /**
     * Takes a key or a section away; nothing happens when there is none.
     *
     * @throws IllegalArgumentException with a message for the operator
     */
    void unset(String typed) {
        Optional<Ini.Block> section = ini.section(typed).filter(block -> isSection(typed));
        if (section.isPresent()) {
            removeSection(section.get());
            return;
        }
        if (typed.matches("[^.]+#[^.]+")) {
            form.checkedHeader(typed);
            return;
        }
        KeyPath key = KeyPath.of(typed, ini, form);
        refuseGroup(typed, key);
        for (String header : key.sections()) {
            removeKey(header, key);
        }
    }

    /** Whoever names a group alone would believe that its sections are gone. */
    private void refuseGroup(String typed, KeyPath key) {
        Ini.Block head = block(form.head());
        List<String> there = form.group(typed, ini);
        boolean group = OpenSvc.isResource(typed) || !there.isEmpty();
        if (group && form.keywords(head).find(typed).isEmpty() && key.in(head, form.keywords(head))
                .isEmpty()) {
            throw new IllegalArgumentException("expected a key, or one section such as "
                    + (there.isEmpty() ? form.example() + " of a group that the file has"
                    + KeyPath.groups(ini) : String.join(" or ", there.subList(0, Math.min(3,
                    there.size())))) + ", got " + Quote.of(typed));
        }
    }

    /** A word that is a key where no section is said means the key. */
    private boolean isSection(String typed) {
        return !typed.equals(form.head()) && (typed.contains("#") || form.keywords(
                ini.sectionOrEmpty(form.head())).find(typed).isEmpty());
    }

    private void set(String section, KeyPath key, Change change) {
        List<Ini.Entry> before = entries();
        Optional<Ini.Block> block = ini.section(section);
        List<Ini.Entry> there = block.map(b -> key.in(b, form.keywords(b))).orElse(List.of());
        if (change.operator() != Change.Operator.SET) {
            change(section, key, change, there);
        } else if (there.isEmpty()) {
            add(block, section, key.key(), change.value());
        } else {
            replace(section, key, there, change.value());
        }
        expect(before, entry -> isOf(entry, section, key));
        if (change.operator() == Change.Operator.SET && !key.in(block(section),
                form.keywords(block(section))).get(0).value().equals(change.value())) {
            throw tooFar();
        }
    }

    private void replace(String section, KeyPath key, List<Ini.Entry> there, String value) {
        for (int i = there.size() - 1; i > 0; i--) {
            take(new EditedText(ini).remove(block(section), there.get(i)));
        }
        Ini.Entry first = key.in(block(section), form.keywords(block(section))).get(0);
        take(new EditedText(ini).replace(first, value));
    }

    private void add(Optional<Ini.Block> block, String section, String key, String value) {
        EditedText edited = new EditedText(ini);
        take(block.map(b -> edited.add(b, key, value))
                .orElseGet(() -> edited.addSection(section, key, value)));
    }

    /** One element more, or less. */
    private void change(String section, KeyPath key, Change wish, List<Ini.Entry> there) {
        boolean empty = there.isEmpty() || there.get(0).value().isEmpty();
        int size = empty ? 0 : new Elements(text, there.get(0)).size();
        int index = wish.index().orElse(size);
        if (index > size) {
            throw new IllegalArgumentException("expected " + wish.path() + "[0] to " + wish.path()
                    + "[" + size + "], since it has " + size + (size == 1 ? " element"
                    : " elements") + ", got [" + index + "]");
        }
        if (empty && wish.operator() != Change.Operator.REMOVE) {
            if (there.isEmpty()) {
                add(ini.section(section), section, key.key(), wish.value());
            } else {
                take(new EditedText(ini).replace(there.get(0), wish.value()));
            }
        } else if (!empty) {
            element(new Elements(text, there.get(0)), wish, index);
        }
    }

    private void element(Elements elements, Change wish, int index) {
        boolean has = elements.has(wish.value());
        switch (wish.operator()) {
            case ADD -> take(elements.with(index, wish.value()));
            case ENSURE -> take(has ? text : elements.with(index, wish.value()));
            case REMOVE -> take(has ? elements.without(wish.value()) : text);
            case SET -> throw new IllegalStateException("setting is no change of an element");
        }
    }

    private void removeKey(String header, KeyPath key) {
        List<Ini.Entry> before = entries();
        for (Optional<Ini.Block> block = ini.section(header); block.isPresent();) {
            List<Ini.Entry> there = key.in(block.get(), form.keywords(block.get()));
            if (there.isEmpty()) {
                break;
            }
            take(new EditedText(ini).remove(block.get(), there.get(there.size() - 1)));
            block = ini.section(header);
        }
        expect(before, entry -> isOf(entry, header, key));
    }

    private void removeSection(Ini.Block block) {
        List<Ini.Entry> before = entries();
        take(new EditedText(ini).removeSection(block));
        expect(before, entry -> entry.place().section().equals(block.name()));
    }

    private boolean isOf(Ini.Entry entry, String section, KeyPath key) {
        Ini.Block alone = new Ini.Block(entry.place(), 0, List.of(entry));
        return entry.place().section().equals(section)
                && !key.in(alone, form.keywords(ini.sectionOrEmpty(section))).isEmpty();
    }

    /** An odd file must not make a change reach further than it was meant to. */
    private void expect(List<Ini.Entry> before, Predicate<Ini.Entry> meant) {
        List<String> others = others(before, meant);
        if (!others(entries(), meant).equals(others)) {
            throw tooFar();
        }
    }

    private static IllegalArgumentException tooFar() {
        return new IllegalArgumentException("this change would alter other keys too, since the"
                + " file repeats a section or has indented lines that continue no key; expected"
                + " them repaired first");
    }

    private static List<String> others(List<Ini.Entry> entries, Predicate<Ini.Entry> meant) {
        return entries.stream().filter(meant.negate()).map(entry -> entry.place().section() + " "
                + entry.key() + "=" + entry.value()).toList();
    }

    private List<Ini.Entry> entries() {
        return ini.sections().stream().flatMap(block -> block.entries().stream()).toList();
    }

    private Ini.Block block(String section) {
        return ini.sectionOrEmpty(section);
    }

    private void take(String changed) {
        text = changed;
        ini = IniReader.read(new SourceFile(path, text), new Findings(path.toString()));
    }
}
