package org.understudy.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.understudy.api.Call;
import org.understudy.api.Reply;
import org.understudy.config.ConfigException;
import org.understudy.config.Editor;
import org.understudy.config.Form;
import org.understudy.config.Problem;
import org.understudy.config.ServiceFile;
import org.understudy.config.ServiceFiles;
import org.understudy.config.ServiceForm;
import org.understudy.driver.Drivers;
import org.understudy.model.Near;
import org.understudy.model.NodeName;
import org.understudy.model.Orchestrate;
import org.understudy.model.ServiceName;
import org.understudy.wire.Edited;
import org.understudy.wire.NewText;
import org.understudy.wire.Removal;

/** Service files: {@code services/{name}/config}, {@code create} and {@code delete}. */
final class ServiceClerk implements FileDesk.Clerk {
    private final Paths paths;
    private final NodeName self;
    private final Witness witness;
    private final Form form;

    ServiceClerk(Paths paths, NodeName self, Witness witness) {
        this.paths = paths;
        this.self = self;
        this.witness = witness;
        this.form = new ServiceForm(new Drivers(), self);
    }

    @Override
    public Optional<Reply> answer(Call call, List<String> rest) {
        if (rest.size() < 2) {
            return Optional.empty();
        }
        String what = call.method() + " " + rest.get(1);
        if (what.equals("POST create")) {
            return Optional.of(Answers.ok(create(new ServiceName(rest.get(0)),
                    ConfigClerk.body(call, NewText.class))));
        }
        if (what.equals("POST delete")) {
            return Optional.of(Answers.ok(delete(new ServiceName(rest.get(0)),
                    ConfigClerk.body(call, Removal.class))));
        }
        if (!rest.get(1).equals("config")) {
            return Optional.empty();
        }
        ServiceName name = new ServiceName(rest.get(0));
        return new ConfigClerk(form, existing(name), self, new ConfigClerk.Subject(
                command(name), () -> witness.changed(name)))
                        .answer(call, rest.subList(2, rest.size()));
    }

    private static String command(ServiceName name) {
        return "svcmgr -s " + name;
    }

    private List<Path> files(ServiceName name) {
        return Stream.of(".conf", ".env").map(ending -> paths.services().resolve(name + ending))
                .filter(Files::exists).toList();
    }

    /** The one in force. */
    private Optional<Path> file(ServiceName name) {
        return files(name).stream().findFirst();
    }

    private Path existing(ServiceName name) {
        return file(name).orElseThrow(() -> new Refusal(404, "no service " + name
                + " on this node" + Near.among(name.value(), ServiceFiles.names(
                        paths.services())), "svcmon lists the services"));
    }

    private Edited create(ServiceName name, NewText text) {
        if (ServiceFiles.NOT_SERVICES.contains(name.value())) {
            throw new Refusal(409, "expected another name than " + name
                    + ", since files of that name are about something else",
                    "svcmgr create --help");
        }
        if (ServiceFiles.RESERVED.contains(name.value())) {
            throw new Refusal(409, "expected another name than " + name
                    + ", since that is a command or stands for several services",
                    "svcmgr create --help");
        }
        file(name).ifPresent(there -> {
            throw new Refusal(409, "service " + name + " is there already: " + there,
                    command(name) + " print config");
        });
        Path file = paths.services().resolve(name + ".conf");
        try {
            Files.deleteIfExists(Versions.mark(paths.var(), name));
            Editor.Edited made = new Editor(form).create(file, text.text(), text.set());
            witness.changed(name);
            return new Edited(true, List.of(name + ": created, " + file),
                    notes(ServiceFiles.read(file, new Drivers(), self), made.warnings()));
        } catch (IOException e) {
            throw new Refusal(500, "that " + name + " was deleted cannot be forgotten: " + e,
                    "the same with sudo");
        } catch (ConfigException e) {
            throw new Refusal(422, new org.understudy.wire.Problem("service " + name
                    + " is not created, since its file would be wrong", ConfigClerk.lines(e),
                    "svcmgr keywords"));
        }
    }

    private List<String> notes(ServiceFile file, List<Problem> warnings) {
        List<String> notes = new ArrayList<>(warnings.stream().map(Problem::toString).toList());
        List<NodeName> nodes = file.service().nodes();
        ServiceName name = file.service().name();
        if (!nodes.contains(self)) {
            notes.add("this node, " + self + ", is not among its nodes, so it leaves it alone;"
                    + " unless it should: svcmgr -s " + name + " set nodes+=" + self);
        }
        List<String> others = nodes.stream().filter(node -> !node.equals(self))
                .map(NodeName::value).toList();
        if (!others.isEmpty()) {
            notes.add("its other nodes, " + String.join(", ", others) + ", take it from this"
                    + " node's agent; what it refers to, such as scripts and secrets, they do"
                    + " not get with it");
        }
        if (file.service().orchestrate() != Orchestrate.NO) {
            notes.add("orchestrate = " + file.service().orchestrate().name()
                    .toLowerCase(Locale.ROOT) + ": agents start it by themselves, from now on;"
                    + " to be the one who says when: svcmgr -s " + name + " freeze");
        }
        return notes;
    }

    private Edited delete(ServiceName name, Removal removal) {
        Path file = existing(name);
        List<String> up = witness.notDown(name);
        List<String> known = up.stream().filter(one -> !one.endsWith("not known")).toList();
        if (!known.isEmpty()) {
            throw new Refusal(409, "service " + name + " is not deleted, since it is not down: "
                    + String.join(", ", known), command(name) + " stop");
        }
        if (!removal.yes() && (!up.isEmpty() || !witness.isHere())) {
            throw new Refusal(409, "service " + name + " is not deleted, since "
                    + (witness.isHere() ? "it may be up elsewhere: " + String.join(", ", up)
                    : "no agent runs here, and nobody else knows whether it is up"),
                    command(name) + " delete --yes, if you have seen that it is down");
        }
        List<String> others = others(file);
        List<String> notes = new ArrayList<>();
        if (!others.isEmpty()) {
            notes.add("its other nodes, " + String.join(", ", others)
                    + ", drop theirs as soon as this node's agent is heard there");
        }
        mark(name);
        List<String> told = files(name).stream().map(one -> name + ": deleted on " + self
                + ", the file is kept as " + away(one)).toList();
        notes.addAll(witness.changed(name));
        return new Edited(true, told, notes);
    }

    /** So that the agent tells the others, also if it is not there now. */
    private void mark(ServiceName name) {
        try {
            Durable.write(Versions.mark(paths.var(), name), new byte[0]);
        } catch (IOException e) {
            throw new Refusal(500, "that " + name + " is deleted cannot be written down: " + e,
                    "the same with sudo");
        }
    }

    /** The nodes that have a file of their own; unknown where this one cannot be used. */
    private List<String> others(Path file) {
        try {
            return ServiceFiles.read(file, new Drivers(), self).service().nodes().stream()
                    .filter(node -> !node.equals(self)).map(NodeName::value).toList();
        } catch (ConfigException broken) {
            return List.of();
        }
    }

    /** Moves a file to where deleted ones are kept. */
    private Path away(Path file) {
        return new Deleted(paths.var()).take(new Editor(form), file);
    }
}
