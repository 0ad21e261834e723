package org.understudy.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.understudy.wire.LinkText;
import org.understudy.wire.NodeStatus;
import org.understudy.wire.ServiceStatus;
import org.understudy.wire.ServiceStatus.Peer;

/**
 * All that {@code svcmon -w} shows: nodes, links, and the services on each node, with the marks of
 * OpenSVC's monitor. O up, S and s standby up and down, X down, ! warn, / n/a or undef, ? not
 * heard, * frozen.
 */
final class MonitorPage {
    private static final int MARGIN = 2;
    private static final int AVAIL = 8;
    private static final int ORCHESTRATE = 5;
    private static final String KEYS = "q: quit";

    private final Snapshot now;
    private final List<TintedLine> lines = new ArrayList<>();

    private MonitorPage(Snapshot now) {
        this.now = now;
    }

    /**
     * What is known.
     *
     * @param title the node and the time, or why there is nothing newer
     * @param stale whether there is something newer that cannot be had
     */
    record Snapshot(String title, boolean stale, List<NodeStatus> nodes, List<LinkText> links,
            List<ServiceStatus> services) {
        Snapshot titled(String words, boolean old) {
            return new Snapshot(words, old, nodes, links, services);
        }
    }

    /** At most so many lines and columns; what has no room is counted in the last line. */
    static List<String> of(Snapshot now, int width, int height, boolean colours) {
        MonitorPage page = new MonitorPage(now);
        page.title(width);
        page.nodes();
        page.links();
        page.services(width);
        int most = Math.max(1, height);
        List<String> shown = new ArrayList<>();
        boolean cut = page.lines.size() > most;
        for (TintedLine line : page.lines.subList(0, cut ? most - 1 : page.lines.size())) {
            shown.add(line.fit(width, colours));
        }
        if (cut) {
            shown.add(new TintedLine().add("+" + (page.lines.size() - most + 1) + " more",
                    Tint.BOLD).fit(width, colours));
        }
        return shown;
    }

    private void title(int width) {
        int room = width - now.title().length() - KEYS.length();
        TintedLine title = new TintedLine().add(now.title(), now.stale() ? Tint.RED : Tint.BOLD);
        lines.add(room < MARGIN ? title : title.add(" ".repeat(room)).add(KEYS));
    }

    private void heading(String words) {
        lines.add(new TintedLine().add(words, Tint.BOLD));
    }

    private void nodes() {
        heading("nodes");
        int name = widest(now.nodes().stream().map(NodeStatus::name));
        int state = widest(now.nodes().stream().map(NodeStatus::state));
        int agent = widest(now.nodes().stream().map(NodeStatus::agent));
        now.nodes().forEach(node -> lines.add(new TintedLine().add("  ")
                .column(node.name(), name, Tint.BOLD)
                .column(node.state(), state, Tint.of(node.state()))
                .column(node.agent(), agent, Tint.PLAIN)
                .add(node.frozen(), Tint.BLUE)
                .add(node.fence().isEmpty() ? "" : "  fence " + node.fence())));
    }

    private void links() {
        heading("links");
        int name = widest(now.links().stream().map(LinkText::name));
        int type = widest(now.links().stream().map(LinkText::type));
        now.links().forEach(link -> {
            TintedLine line = new TintedLine().add("  ").column(link.name(), name, Tint.BOLD)
                    .column(link.type(), type, Tint.PLAIN).add(link.state(),
                            link.state().equals("open") ? Tint.GREEN : Tint.RED);
            link.peers().forEach(peer -> line.add("  ").add(peer,
                    peer.contains(" up ") ? Tint.PLAIN : Tint.RED));
            lines.add(line);
        });
    }

    private void services(int width) {
        List<String> nodes = now.services().stream().flatMap(one -> one.instances().stream())
                .map(Peer::node).distinct().sorted().toList();
        int name = Math.max("services".length() - MARGIN,
                widest(now.services().stream().map(ServiceStatus::name)));
        int cell = Math.max(widest(nodes.stream()), widest(now.services().stream()
                .flatMap(one -> one.instances().stream()).map(MonitorPage::cell)));
        int whole = 2 * MARGIN + name + AVAIL + MARGIN + nodes.size() * (cell + MARGIN);
        boolean narrow = whole + ORCHESTRATE + 2 * MARGIN > width;
        TintedLine head = new TintedLine().column("services", name + MARGIN, Tint.BOLD)
                .add(" ".repeat(AVAIL + 2 * MARGIN + (narrow ? 0 : ORCHESTRATE + MARGIN)));
        nodes.forEach(node -> head.column(node, cell, Tint.BOLD));
        lines.add(head);
        now.services().forEach(service -> {
            lines.add(cells(row(service, name, narrow), service, nodes, cell));
            words(service).forEach(words -> lines.add(words));
        });
    }

    private static TintedLine row(ServiceStatus service, int name, boolean narrow) {
        String avail = avail(service);
        String mark = service.overall().equals("warn") && !avail.equals("warn") ? "!" : "";
        TintedLine row = new TintedLine().add("  ").column(service.name(), name, Tint.BOLD)
                .column(avail + mark, AVAIL, Tint.of(avail));
        return (narrow ? row : row.column(service.orchestrate(), ORCHESTRATE, Tint.PLAIN))
                .add("| ");
    }

    private static TintedLine cells(TintedLine row, ServiceStatus service, List<String> nodes,
            int cell) {
        for (String node : nodes) {
            Peer here = service.instances().stream().filter(one -> one.node().equals(node))
                    .findFirst().orElse(null);
            row.column(here == null ? "" : cell(here), cell,
                    here == null ? Tint.PLAIN : here.frozen() ? Tint.BLUE
                            : Tint.of(here.avail()));
        }
        return row;
    }

    /** What a service is as a whole, from what its nodes say. */
    private static String avail(ServiceStatus service) {
        return Stream.of("up", "warn", "undef", "stdby up", "down", "stdby down", "n/a")
                .filter(word -> service.instances().stream()
                        .anyMatch(one -> one.avail().equals(word)))
                .findFirst().orElse(service.avail());
    }

    private static String cell(Peer one) {
        boolean known = one.state().equals("self") || one.state().equals("alive");
        String mark = !known && one.monitor().isEmpty() ? "?" : switch (one.avail()) {
            case "up" -> "O";
            case "stdby up" -> "S";
            case "stdby down" -> "s";
            case "down" -> "X";
            case "warn" -> "!";
            default -> "/";
        };
        String state = one.monitor().isEmpty() || one.monitor().equals("idle") ? ""
                : " " + one.monitor();
        return mark + (one.frozen() ? "*" : "") + state;
    }

    private static List<TintedLine> words(ServiceStatus service) {
        List<TintedLine> words = new ArrayList<>();
        service.running().forEach(one -> words.add(words(one.words(), Tint.BOLD)));
        if (!service.notice().isEmpty()) {
            words.add(words(service.notice(), Tint.YELLOW));
        }
        if (!service.reason().isEmpty() && !service.notice().contains(service.reason())) {
            words.add(words(service.reason(), Tint.PLAIN));
        }
        return words;
    }

    private static TintedLine words(String text, Tint tint) {
        return new TintedLine().add("    ").add(text, tint);
    }

    private static int widest(Stream<String> texts) {
        return texts.mapToInt(String::length).max().orElse(0);
    }
}
