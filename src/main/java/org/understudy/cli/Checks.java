package org.understudy.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.understudy.api.Call;
import org.understudy.api.Desk;
import org.understudy.wire.Shapes;
import org.understudy.wire.Validated;

/** All that is wrong or odd with files: {@code svcmgr validate}. */
final class Checks {
    private final Agent agent;
    private final Screen screen;
    private final SvcmgrLine line;
    private final Gathered gathered;

    Checks(Agent agent, Screen screen, SvcmgrLine line, Gathered gathered) {
        this.agent = agent;
        this.screen = screen;
        this.line = line;
        this.gathered = gathered;
    }

    /** The services that were named and the files that were typed; 1 when one has an error. */
    int all() throws Failure {
        List<String> files = new ArrayList<>(line.words.subList(1, line.words.size()));
        List<String> services = line.services.stream().filter(one -> !one.isBlank()).distinct()
                .toList();
        if (!services.isEmpty() && files.equals(List.of("config"))
                && !Files.exists(Path.of("config"))) {
            files.clear();
        }
        if (files.isEmpty() && services.isEmpty()) {
            throw Failure.usage("validate: expected -s <service> or a file, got neither",
                    "svcmgr -s web validate");
        }
        if (line.everywhere && !files.isEmpty()) {
            throw Failure.usage("validate --everywhere: expected a service that the nodes have,"
                    + " got the file " + files.get(0), "svcmgr -s web validate --everywhere");
        }
        int code = 0;
        for (String service : services) {
            code = Math.max(code, each(service,
                    () -> agent.validatedJson(service, survey())));
        }
        for (String file : files) {
            code = Math.max(code, each(file, () -> checkedHere(file)));
        }
        return code;
    }

    /** What is to say of a file, read with this user's rights. */
    private String checkedHere(String typed) throws Failure {
        Path path = Path.of(typed).toAbsolutePath().normalize();
        if (!line.formatted() && typed.matches("[\\w-]+") && !Files.exists(path)) {
            throw Failure.of("validate: expected a file, got " + typed + ", which is none in "
                    + path.getParent() + "; a service is named by -s",
                    "svcmgr -s " + typed + " validate");
        }
        String file = path.toString();
        return Agent.good(Desk.own().flatMap(desk -> desk.answer(new Call("GET", "/v1/validate",
                Map.of("file", file), "", Agent.NOBODY))).orElseThrow(() -> Failure.of(
                        "this program was packed without its desk", "svcmgr --version")));
    }

    /** Where the findings come from. */
    private interface Source {
        String json() throws Failure;
    }

    /** The rest is checked also when one cannot be. */
    private int each(String name, Source source) {
        try {
            return show(name, source.json());
        } catch (Failure e) {
            return screen.fail(e);
        }
    }

    private String survey() {
        return line.everywhere ? "everywhere" : "";
    }

    private int show(String name, String json) {
        Validated found = Shapes.read(json, Validated.class);
        if (line.formatted()) {
            gathered.document(name, json);
        } else {
            screen.show(lines(found));
        }
        return count(found, "error") > 0 ? Failure.FAILED : 0;
    }

    static List<String> lines(Validated found) {
        List<String> lines = new ArrayList<>();
        found.findings().forEach(one -> lines.add(new Columns().next(one.severity(), 7)
                .add(one.told(), 0).toString()));
        found.missing().forEach(one -> lines.add(new Columns().next(one.severity(), 7)
                .add(one.node() + (one.rid().isEmpty() ? "" : " " + one.rid()) + ": "
                        + one.text(), 0).toString()));
        String counts = counted(found, "error") + counted(found, "warning")
                + counted(found, "note");
        lines.add(found.file() + ": " + (counts.isEmpty() ? "nothing to say, it is good"
                : counts.substring(2)));
        return lines;
    }

    private static String counted(Validated found, String severity) {
        long count = count(found, severity);
        return count == 0 ? "" : ", " + count + " " + severity + (count == 1 ? "" : "s");
    }

    private static long count(Validated found, String severity) {
        return found.findings().stream().filter(one -> one.severity().equals(severity)).count()
                + found.missing().stream().filter(one -> one.severity().equals(severity)).count();
    }
}
