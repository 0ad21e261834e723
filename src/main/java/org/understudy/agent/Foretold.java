package org.understudy.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.understudy.model.NodeName;
import org.understudy.model.Rid;
import org.understudy.sim.Story;
import org.understudy.wire.Simulated;

/** A story in words and in the shape that leaves the process. */
final class Foretold {
    private final Story story;
    private final List<String> notes;
    private final List<String> services;

    /** @param services the only ones that are told of; all when empty */
    Foretold(Story story, List<String> notes, List<String> services) {
        this.story = story;
        this.notes = new ArrayList<>(notes);
        this.notes.addAll(story.notes());
        this.services = services;
    }

    Simulated answer() {
        List<Story.Ending> endings = story.endings().stream()
                .filter(one -> told(one.service().value())).toList();
        List<String> answers = new ArrayList<>();
        endings.stream().filter(one -> !one.why().isEmpty())
                .forEach(one -> answers.add(sentence(one)));
        endings.stream().filter(one -> one.why().isEmpty())
                .forEach(one -> answers.add(sentence(one)));
        fenced().forEach(node -> answers.add(node + " would be fenced"));
        return new Simulated(answers, story.lines().stream().filter(line ->
                line.service().map(name -> told(name.value())).orElse(true))
                .map(Foretold::line).toList(), endings.stream().map(Foretold::fate).toList(),
                notes, story.lasts().toMillis(), story.ended());
    }

    /** Nodes that are switched off without having lost their power before. */
    private List<NodeName> fenced() {
        return story.lines().stream().flatMap(line -> line.fenced().stream()).distinct()
                .filter(node -> story.lines().stream().noneMatch(line ->
                        line.kind() == Story.Kind.HAPPENS && line.what().contains("its power")
                        && line.node().filter(node::equals).isPresent())).toList();
    }

    private boolean told(String service) {
        return services.isEmpty() || services.contains(service);
    }

    private static String sentence(Story.Ending end) {
        String name = end.service().value();
        boolean alone = end.why().isEmpty() && end.after().isEmpty() && !end.before().isEmpty();
        if (end.why().isEmpty() && !alone) {
            return name + " would stay as it is: "
                    + (end.after().isEmpty() ? "up nowhere" : "up on " + nodes(end.after()));
        }
        if (end.after().isEmpty()) {
            return name + " would " + (end.before().isEmpty() ? "stay" : "go") + " down and "
                    + "nothing would start it: "
                    + (alone ? "none of its nodes would run" : end.why());
        }
        String when = end.back().map(time -> " after "
                + (end.unknown().isEmpty() ? "about " : "at least ") + tenths(time)).orElse("");
        return name + " would be up on " + nodes(end.after()) + when + ": "
                + end.why().replaceFirst("^starts on \\S+: ", "");
    }

    /** Guesses are not exact to the millisecond. */
    private static String tenths(Duration time) {
        return String.format(Locale.ROOT, "%.1fs", time.toMillis() / 1000.0);
    }

    private static String nodes(List<NodeName> nodes) {
        return nodes.stream().map(NodeName::value).collect(Collectors.joining(" and "));
    }

    private static Simulated.Line line(Story.Line line) {
        return new Simulated.Line(line.at().toMillis(), Chronicle.lower(line.kind()),
                line.node().map(NodeName::value).orElse(""),
                line.service().map(Object::toString).orElse(""), line.what(), line.rule(),
                line.reason(), line.steps().stream().map(Foretold::step).toList());
    }

    private static Simulated.Step step(Story.Step step) {
        return new Simulated.Step(step.rid().isEmpty() ? "fence" : step.up() ? "start" : "stop",
                step.rid().map(Rid::value).orElse(""),
                step.takes().map(Chronicle::text).orElse("no history"), step.parallel());
    }

    private static Simulated.Fate fate(Story.Ending end) {
        return new Simulated.Fate(end.service().value(), names(end.before()), names(end.after()),
                end.down().toMillis(), end.back().map(Duration::toMillis).orElse(-1L), end.why(),
                end.unknown());
    }

    private static List<String> names(List<NodeName> nodes) {
        return nodes.stream().map(NodeName::value).toList();
    }
}
