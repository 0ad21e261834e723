package org.understudy.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.understudy.model.NodeName;

/** What a file says about single keys, for people; also of a file that is wrong elsewhere. */
public final class Readout {
    private final Form form;
    private final SourceFile source;
    private final Ini ini;
    private final Form.Values values;

    /** @throws ConfigException when it cannot be read at all */
    public Readout(Form form, Path file) {
        this.form = form;
        this.source = SourceFile.readIfThere(file);
        this.values = form.values(source);
        this.ini = IniReader.read(source, new Findings(source.name()));
    }

    /** The whole of it. */
    public String text() {
        return source.text();
    }

    /** To tell one text from another. */
    public String checksum() {
        return source.checksum();
    }

    /**
     * What is written there for exactly this key and scope, or else what holds without it.
     *
     * @throws ConfigException when neither says anything
     */
    public String raw(String path) {
        KeyPath key = path(path);
        String section = key.sections().get(0);
        Optional<Ini.Block> block = ini.section(section);
        Keywords keywords = form.keywords(ini.sectionOrEmpty(section));
        if (block.isEmpty() && section.contains("#")) {
            throw refused("section '" + section + "' not found");
        }
        return block.flatMap(b -> key.in(b, keywords).stream().findFirst())
                .map(Ini.Entry::value)
                .or(() -> keywords.find(key.name()).flatMap(Keyword::preset))
                .orElseThrow(() -> missing(section, key));
    }

    /**
     * What a node makes of a key.
     *
     * @throws ConfigException when nothing says it, or what says it is wrong
     */
    public String evaluated(String path, NodeName node) {
        KeyPath key = path(path);
        String section = key.sections().get(0);
        if (!key.name().equals(key.key())) {
            throw refused("expected a key without a scope, since the value is that of " + node
                    + ", got " + Quote.of(path));
        }
        if (ini.section(section).isEmpty() && section.contains("#")) {
            throw refused("section '" + section + "' not found");
        }
        return values.of(section, key.name(), node);
    }

    /** Every key as it is written, by section. */
    public Map<String, Map<String, String>> sections() {
        Map<String, Map<String, String>> all = new LinkedHashMap<>();
        for (Ini.Block block : ini.sections()) {
            Map<String, String> keys = new LinkedHashMap<>();
            block.entries().forEach(entry -> keys.put(entry.key(), entry.value()));
            all.put(block.name(), keys);
        }
        return all;
    }

    /**
     * Every key as a node sees it, by section; a key that is not for that node is left out.
     *
     * @throws ConfigException with all values that are wrong
     */
    public Map<String, Map<String, String>> sections(NodeName node) {
        Map<String, Map<String, String>> all = new LinkedHashMap<>();
        List<Problem> problems = new ArrayList<>();
        for (Ini.Block block : ini.sections()) {
            Map<String, String> keys = new LinkedHashMap<>();
            for (Ini.Entry entry : block.entries()) {
                String name = Binder.name(entry);
                try {
                    keys.computeIfAbsent(name, n -> evaluated(block.name() + "." + n, node));
                } catch (ConfigException e) {
                    if (entry.key().equals(name)) {
                        problems.addAll(e.problems());
                    }
                }
            }
            all.put(block.name(), keys);
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return all;
    }

    private KeyPath path(String path) {
        try {
            KeyPath key = KeyPath.of(path, ini, form);
            if (key.sections().size() > 1) {
                throw new IllegalArgumentException("expected one section, got several: "
                        + String.join(", ", key.sections()));
            }
            return key;
        } catch (IllegalArgumentException e) {
            throw refused(e.getMessage());
        }
    }

    private ConfigException missing(String section, KeyPath key) {
        return refused("option '" + key.key() + "' not found in section '" + section + "'");
    }

    private ConfigException refused(String text) {
        return new ConfigException(source.name(), text);
    }
}
