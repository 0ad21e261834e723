package org.understudy.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.understudy.api.Call;
import org.understudy.api.Reply;
import org.understudy.config.ConfigException;
import org.understudy.config.Editor;
import org.understudy.config.Form;
import org.understudy.config.Problem;
import org.understudy.config.Readout;
import org.understudy.model.NodeName;
import org.understudy.wire.ConfigSections;
import org.understudy.wire.ConfigText;
import org.understudy.wire.ConfigValue;
import org.understudy.wire.Edit;
import org.understudy.wire.Edited;
import org.understudy.wire.Json;
import org.understudy.wire.NewText;

/** Reads and edits one configuration file: {@code …/config} and what is below it. */
final class ConfigClerk {
    private final Form form;
    private final Path file;
    private final NodeName self;
    private final Subject subject;

    /**
     * What the file is about.
     *
     * @param command that acts on it: {@code svcmgr -s web}
     * @param changed called after each change; tells what is to be known then
     */
    record Subject(String command, Supplier<List<String>> changed) {
    }

    ConfigClerk(Form form, Path file, NodeName self, Subject subject) {
        this.form = form;
        this.file = file;
        this.self = self;
        this.subject = subject;
    }

    /**
     * Answers.
     *
     * @param rest the path's words behind {@code config}
     * @return empty when there is no such path
     * @throws Refusal with all that is wrong
     */
    Optional<Reply> answer(Call call, List<String> rest) {
        String what = call.method() + " " + String.join("/", rest);
        return switch (what) {
            case "GET " -> Optional.of(Answers.ok(text()));
            case "GET sections" -> Optional.of(Answers.ok(sections(call)));
            case "GET value" -> Optional.of(Answers.ok(value(call)));
            case "POST " -> Optional.of(Answers.ok(edit(body(call, Edit.class))));
            case "POST text" -> Optional.of(Answers.ok(replace(body(call, NewText.class))));
            default -> Optional.empty();
        };
    }

    static <T> T body(Call call, Class<T> shape) {
        return Json.decode(call.body().getBytes(StandardCharsets.UTF_8), shape);
    }

    private ConfigText text() {
        return looked(() -> {
            Readout readout = new Readout(form, file);
            return new ConfigText(file.toString(), readout.text(), readout.checksum(),
                    changed());
        }, "vi " + file);
    }

    private long changed() {
        try {
            return Files.getLastModifiedTime(file).to(TimeUnit.SECONDS);
        } catch (IOException gone) {
            return 0;
        }
    }

    private ConfigSections sections(Call call) {
        return looked(() -> new ConfigSections(isEvaluated(call)
                ? new Readout(form, file).sections(node(call))
                : new Readout(form, file).sections()), subject.command() + " print config");
    }

    private ConfigValue value(Call call) {
        String key = call.query().getOrDefault("key", "");
        return looked(() -> new ConfigValue(isEvaluated(call)
                ? new Readout(form, file).evaluated(key, node(call))
                : new Readout(form, file).raw(key)), subject.command() + " print config");
    }

    private static boolean isEvaluated(Call call) {
        return Boolean.parseBoolean(call.query().getOrDefault("eval", "false"));
    }

    private NodeName node(Call call) {
        String as = call.query().getOrDefault("as", "");
        return as.isEmpty() ? self : new NodeName(as);
    }

    private Edited edit(Edit edit) {
        Editor editor = new Editor(form);
        try {
            Editor.Edited edited = editor.edit(file, edit.set(), edit.unset());
            return edited.changed() ? done(edited) : unchanged(editor.problems(file));
        } catch (ConfigException e) {
            throw refused(e, !editor.problems(file).isEmpty());
        }
    }

    private Edited replace(NewText text) {
        try {
            return done(new Editor(form).replace(file, text.text(), text.base()).orElseThrow(
                    () -> new Refusal(409, file + " was changed by somebody else meanwhile; it is"
                            + " as they left it", subject.command() + " print config")));
        } catch (ConfigException e) {
            throw refused(e, false);
        }
    }

    /** What is odd about the file now comes before what becomes of it. */
    private Edited done(Editor.Edited edited) {
        List<String> notes = new ArrayList<>(edited.warnings().stream()
                .filter(one -> one.severity() == Problem.Severity.WARNING)
                .map(Problem::toString).toList());
        notes.addAll(edited.changed() ? subject.changed().get() : List.of());
        return new Edited(edited.changed(), List.of(), notes);
    }

    /** Nothing had to be written; that does not mean that what is written holds. */
    private Edited unchanged(List<Problem> problems) {
        if (problems.isEmpty()) {
            return new Edited(false, List.of(), List.of());
        }
        return new Edited(false, List.of(), List.of("nothing changed; " + file
                + " is wrong, so it is not in force: " + Reports.brief(problems.stream()
                        .map(Problem::toString).toList()) + "; " + subject.command()
                + " edit config puts it right"));
    }

    /** A file that is wrong elsewhere too cannot be put right by one key. */
    private Refusal refused(ConfigException e, boolean wrongBefore) {
        return new Refusal(422, new org.understudy.wire.Problem(wrongBefore
                ? "the edit is refused, since " + file + " would still be wrong; it is as it was"
                : "the edit is refused; " + file + " is as it was", lines(e),
                subject.command() + (wrongBefore ? " edit config" : " print config")));
    }

    private <T> T looked(Supplier<T> looking, String hint) {
        try {
            return looking.get();
        } catch (ConfigException e) {
            List<String> lines = lines(e);
            throw new Refusal(404, new org.understudy.wire.Problem(lines.get(0),
                    lines.subList(1, lines.size()), hint));
        }
    }

    static List<String> lines(ConfigException e) {
        return e.problems().stream().map(Problem::toString).toList();
    }
}
