package org.understudy.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.understudy.wire.ConfigKey;
import org.understudy.wire.Edited;
import org.understudy.wire.Shapes;

/** The actions on configuration files. */
final class Editing {
    private final Screen screen;
    private final SvcmgrLine line;
    private final Gathered gathered;
    private final InputStream in;

    /** @param in what {@code -} stands for */
    Editing(Screen screen, SvcmgrLine line, Gathered gathered, InputStream in) {
        this.gathered = gathered;
        this.screen = screen;
        this.line = line;
        this.in = in;
    }

    /**
     * What an action does.
     *
     * @param ofNode whether the file is cluster.conf or node.conf, which nobody creates or deletes
     * @return empty when it is about no file
     */
    Optional<Svcmgr.FileDeed> deed(String action, boolean ofNode) {
        Svcmgr.FileDeed deed = switch (action) {
            case "set" -> this::set;
            case "unset" -> this::unset;
            case "get" -> this::get;
            case "eval" -> this::eval;
            case "print config" -> this::print;
            case "edit", "edit config" -> file -> new Drafting(screen, file,
                    Drafting.OWN, System.getenv()).edit(line.config);
            default -> ofNode ? null : ofService(action);
        };
        return Optional.ofNullable(deed);
    }

    private Svcmgr.FileDeed ofService(String action) {
        return switch (action) {
            case "enable" -> this::enable;
            case "disable" -> this::disable;
            case "create" -> this::create;
            case "delete" -> this::delete;
            default -> null;
        };
    }

    /** Changes keys; all expressions or none. */
    void set(ConfigFile file) throws Failure {
        List<String> all = new ArrayList<>(line.operands());
        all.addAll(line.edit.expressions);
        String example = file.command() + " set <key>=<value>";
        if (!line.edit.param.isEmpty()) {
            if (line.edit.value == null) {
                throw Failure.usage("expected --value with --param " + line.edit.param, example);
            }
            all.add(line.edit.param + "=" + line.edit.value);
        }
        for (String one : all) {
            if (one.indexOf('=') < 1) {
                throw Failure.usage("expected <key>=<value>, got \"" + one + "\"", example);
            }
        }
        if (all.isEmpty()) {
            throw Failure.usage("expected <key>=<value>, got nothing", example);
        }
        note(file.edit(all, List.of()));
    }

    /** Takes keys or sections away; what is not there is no error. */
    void unset(ConfigFile file) throws Failure {
        note(file.edit(List.of(), keys(file, "unset")));
    }

    /** Shows values as the file says them. */
    void get(ConfigFile file) throws Failure {
        for (String key : keys(file, "get")) {
            say(file, key, line.edit.isEvaluated() ? how() : Map.of());
        }
    }

    /** Shows values as a node sees them. */
    void eval(ConfigFile file) throws Failure {
        for (String key : keys(file, "eval")) {
            say(file, key, how());
        }
    }

    private void say(ConfigFile file, String key, Map<String, String> how) throws Failure {
        String value = file.value(key, how);
        if (line.formatted()) {
            gathered.row(new ConfigKey(file.name(), key, value));
        } else {
            screen.show(value + "\n");
        }
    }

    private Map<String, String> how() {
        return Map.of("eval", "true", "as", line.edit.as);
    }

    private List<String> keys(ConfigFile file, String action) throws Failure {
        List<String> keys = new ArrayList<>(line.operands());
        keys.addAll(line.edit.expressions);
        if (!line.edit.param.isEmpty()) {
            keys.add(line.edit.param);
        }
        for (String key : keys) {
            if (key.isBlank() || key.contains("=")) {
                throw Failure.usage("expected a key, got \"" + key + "\"",
                        file.command() + " " + action + " <key>");
            }
        }
        if (keys.isEmpty()) {
            throw Failure.usage("expected a key, got nothing",
                    file.command() + " " + action + " <key>");
        }
        return keys;
    }

    /** Leaves resources, or the whole service, out of all actions. */
    void disable(ConfigFile file) throws Failure {
        note(file.edit(sections(file).stream().map(one -> one + ".disable=true").toList(),
                List.of()));
    }

    /** Takes them in again. */
    void enable(ConfigFile file) throws Failure {
        note(file.edit(List.of(), sections(file).stream().map(one -> one + ".disable").toList()));
    }

    private List<String> sections(ConfigFile file) throws Failure {
        return line.edit.rids.isEmpty() ? List.of("DEFAULT") : rids(file);
    }

    /** The sections that are meant; a word without {@code #} means all of its group. */
    private List<String> rids(ConfigFile file) throws Failure {
        List<String> there = new ArrayList<>(file.sections(Map.of()).keySet());
        List<String> meant = new ArrayList<>();
        for (String rid : line.edit.rids) {
            List<String> found = there.stream().filter(name -> name.contains("#")
                    && (name.equals(rid) || name.startsWith(rid + "#"))).toList();
            if (found.isEmpty()) {
                List<String> all = there.stream().filter(name -> name.contains("#")).toList();
                throw Failure.of("no resource matching " + rid + (all.isEmpty()
                        ? ", since the file has none" : ", expected one of "
                        + String.join(", ", all)), file.command() + " print config");
            }
            meant.addAll(found);
        }
        return meant.stream().distinct().toList();
    }

    /** Shows the file, or what it comes to. */
    void print(ConfigFile file) throws Failure {
        if (!line.edit.isEvaluated() && !line.formatted()) {
            screen.show(file.text().text());
            return;
        }
        Map<String, Map<String, String>> sections =
                file.sections(line.edit.isEvaluated() ? how() : Map.of());
        if (line.formatted()) {
            gathered.document(file.name(), Shapes.write(sections));
            return;
        }
        List<String> lines = new ArrayList<>();
        sections.forEach((name, keys) -> {
            lines.add((lines.isEmpty() ? "" : "\n") + "[" + name + "]");
            keys.forEach((key, value) -> lines.add(
                    (key + " = " + value.replace("\n", "\n  ")).stripTrailing()));
        });
        screen.show(lines);
    }

    /** Makes a service from a file, a template, or single keys. */
    void create(ConfigFile file) throws Failure {
        boolean given = !line.config.isEmpty();
        boolean template = !line.edit.template.isEmpty();
        if (given && template || !given && !template && line.edit.expressions.isEmpty()) {
            throw Failure.usage("create: expected one of --config <file>, --template <name> and"
                    + " --kw <key>=<value>", file.command() + " create --kw nodes=n1");
        }
        String text = given ? read(line.config)
                : template ? Templates.text(line.edit.template) : "";
        tell(file.create(text, line.edit.expressions));
    }

    private String read(String path) throws Failure {
        try {
            byte[] read = path.equals("-") ? in.readAllBytes() : Files.readAllBytes(Path.of(path));
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(read)).toString();
        } catch (CharacterCodingException e) {
            throw Failure.of(path + ": expected a text in UTF-8, got another encoding",
                    path.equals("-") ? "svcmgr create --help" : "svcmgr validate " + path);
        } catch (NoSuchFileException e) {
            throw Failure.of(path + ": expected a file, got none there", "ls -l " + path);
        } catch (IOException e) {
            throw Failure.of(path + ": expected a file that can be read, got " + e.getMessage(),
                    "ls -l " + path);
        }
    }

    /** Takes the service away, or resources out of it. */
    void delete(ConfigFile file) throws Failure {
        if (line.edit.rids.isEmpty()) {
            tell(file.delete(line.yes));
        } else {
            note(file.edit(List.of(), rids(file)));
        }
    }

    private void tell(Edited edited) {
        screen.show(edited.told());
        note(edited);
    }

    private void note(Edited edited) {
        edited.notes().forEach(screen::progress);
    }
}
