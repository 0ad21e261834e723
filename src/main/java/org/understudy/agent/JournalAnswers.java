package org.understudy.agent;

import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.understudy.api.Call;
import org.understudy.api.Feed;
import org.understudy.journal.Journals;
import org.understudy.model.Local;
import org.understudy.model.NodeName;
import org.understudy.model.View;
import org.understudy.wire.JournalLine;
import org.understudy.wire.Timeline;
import org.understudy.wire.WhyNot;

/** What happened, and why: answers from the journals of all nodes, as this one has them. */
final class JournalAnswers implements Feed {
    private static final int MOST_LINES = 1000;
    private static final int MOST_ABOUT = 500;
    private static final int MOST_OF_ALL = 3000;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    private final Journals journals;
    private final Published published;
    private final Clock clock;

    JournalAnswers(Journals journals, Published published, Clock clock) {
        this.journals = journals;
        this.published = published;
        this.clock = clock;
    }

    /** This node's own lines after a number. */
    List<JournalLine> lines(Call call) throws InterruptedException {
        return journals.own().after(after(call),
                (int) Math.min(MOST_LINES, number(call, "limit", 100)), patience(call));
    }

    @Override
    public List<JournalLine> after(long number, int limit) {
        return journals.own().told(number, limit);
    }

    @Override
    public long last(long number, Duration patience) throws InterruptedException {
        return journals.own().last(number, patience);
    }

    /** From now on, unless told from where; a number that is yet to come is another journal's. */
    @Override
    public Wish wish(Call call) {
        long last = journals.own().last();
        long after = last;
        try {
            after = call.query().containsKey("after") ? after(call) : last;
        } catch (Refusal wrong) {
            throw new IllegalArgumentException(wrong.getMessage(), wrong);
        }
        Predicate<JournalLine> gap = line -> line.event().equals("journal.gap");
        return new Wish(after > last ? 0 : after,
                wanted(call).map(gap::or).orElse(line -> true));
    }

    /** All nodes' lines, causes first: the latest, those since a moment, or what is new. */
    Timeline timeline(Call call) throws InterruptedException {
        Optional<Predicate<JournalLine>> wanted = wanted(call);
        if (call.query().containsKey("after")) {
            return journals.news(known(call.query().get("after")), patience(call),
                    wanted.orElse(line -> true));
        }
        String since = call.query().getOrDefault("since", "");
        long from = since.isEmpty() ? 0
                : Since.read(since, clock.wall(), ZoneId.systemDefault()).toEpochMilli();
        int limit = (int) Math.min(MOST_OF_ALL,
                number(call, "limit", since.isEmpty() ? 100 : MOST_OF_ALL));
        return journals.timeline(new Journals.Span(from, limit, wanted));
    }

    /** The last lines of these kinds about a service. */
    List<JournalLine> history(Local local, Call call) {
        Set<String> events = Set.copyOf(words(call, "events"));
        return journals.about(local.service().name().value(), line -> events.isEmpty()
                || events.contains(line.event()),
                (int) Math.min(MOST_ABOUT, number(call, "limit", 100)));
    }

    /** Why it is not that node which runs the service. */
    WhyNot whyNot(Local local, Call call) {
        View view = published.round().view();
        NodeName node = new NodeName(call.query().getOrDefault("node", ""));
        if (!view.cluster().nodes().contains(node)) {
            throw new Refusal(404, "expected one of " + view.cluster().nodes() + ", got " + node,
                    "svcmgr nodes");
        }
        Obstacles obstacles = new Obstacles(view, local);
        List<String> reasons = new ArrayList<>();
        if (!obstacles.runs(node)) {
            reasons.addAll(obstacles.of(node));
            reasons.addAll(obstacles.around(node));
        }
        return new WhyNot(local.service().name().value(), node.value(), obstacles.runs(node),
                reasons);
    }

    private static Optional<Predicate<JournalLine>> wanted(Call call) {
        List<String> services = words(call, "services");
        String node = call.query().getOrDefault("node", "");
        if (services.isEmpty() && node.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(line -> (node.isEmpty() || line.node().equals(node))
                && (services.isEmpty()
                || services.contains(line.facts().getOrDefault("service", ""))));
    }

    private static List<String> words(Call call, String key) {
        return Arrays.stream(call.query().getOrDefault(key, "").split(","))
                .filter(word -> !word.isBlank()).toList();
    }

    /** After this entry; a negative number means that many from the end. */
    private long after(Call call) {
        String text = call.query().getOrDefault("after", "0");
        return text.matches("-\\d{1,9}")
                ? Math.max(0, journals.own().last() + Long.parseLong(text))
                : number(call, "after", 0);
    }

    /** {@code n1:7,n2:9}: the last line of each node that is known. */
    private static Map<String, Long> known(String text) {
        if (!text.matches("[\\w.-]+:\\d{1,18}(,[\\w.-]+:\\d{1,18})*")) {
            throw new Refusal(400, "after: expected a number of each node such as n1:7,n2:9, got \""
                    + text + "\"", "svcmgr timeline --format json");
        }
        Map<String, Long> known = new TreeMap<>();
        Arrays.stream(text.split(",")).map(part -> part.split(":"))
                .forEach(part -> known.put(part[0], Long.parseLong(part[1])));
        return known;
    }

    static Duration patience(Call call) {
        Duration asked = Duration.ofSeconds(number(call, "wait", 0));
        return asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked;
    }

    private static long number(Call call, String key, long preset) {
        String text = call.query().getOrDefault(key, Long.toString(preset));
        if (!text.matches("\\d{1,18}")) {
            throw new Refusal(400, key + ": expected a whole number, got \"" + text + "\"", "");
        }
        return Long.parseLong(text);
    }
}
