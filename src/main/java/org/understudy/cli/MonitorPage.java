package org.understudy.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jline.terminal.Size;
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
    /** Of a name; and of what stands for a node's state, which is a mark and what is frozen. */
    private static final int LEAST_NAME = 8;
    private static final int LEAST_CELL = 2;
    private static final int MOST_WORDS = 3;
    private static final String KEYS = "q: quit";
    private static final String MORE_KEYS = "arrows: scroll";

    private final Snapshot now;
    private final int width;
    private final List<TintedLine> lines = new ArrayList<>();
    /** The rows of services that are not up, as numbers of lines. */
    private final List<Integer> unwell = new ArrayList<>();

    private MonitorPage(Snapshot now, int width) {
        this.now = now;
        this.width = width;
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

    /** In so many lines and columns; what has no room is counted in the last line. */
    static List<String> of(Snapshot now, Size size, Scroll scroll, boolean colours) {
        MonitorPage page = new MonitorPage(now, Math.max(1, size.getColumns()));
        page.nodes();
        page.links();
        page.services();
        return page.shown(Math.max(1, size.getRows()), scroll).stream()
                .map(line -> line.fit(page.width, colours)).toList();
    }

    private List<TintedLine> shown(int height, Scroll scroll) {
        List<TintedLine> title = title();
        List<TintedLine> shown = new ArrayList<>(title.subList(0, Math.min(height,
                title.size())));
        int room = height - shown.size();
        boolean all = lines.size() <= room;
        int top = scroll.top(lines.size(), all ? room : Math.max(0, room - 1));
        int end = all ? lines.size() : Math.min(lines.size(), top + Math.max(0, room - 1));
        shown.addAll(lines.subList(top, end));
        if (!all && room > 0) {
            shown.add(rest(top, end));
        }
        return shown;
    }

    /** What is out of sight. */
    private TintedLine rest(int top, int end) {
        long unseen = unwell.stream().filter(row -> row < top || row >= end).count();
        String words = Stream.of(end < lines.size() ? "+" + (lines.size() - end) + " more" : "",
                top > 0 ? top + " above" : "", unseen > 0 ? unseen + " not up" : "")
                .filter(part -> !part.isEmpty()).collect(Collectors.joining(", "));
        return ending(new TintedLine().add(words, unseen > 0 ? Tint.RED : Tint.BOLD), MORE_KEYS);
    }

    /** Why there is nothing newer may take two lines. */
    private List<TintedLine> title() {
        if (!now.stale()) {
            return List.of(ending(new TintedLine().add(now.title(), Tint.BOLD), KEYS));
        }
        List<TintedLine> title = new ArrayList<>();
        wrapped(now.title(), width, 2).forEach(words ->
                title.add(new TintedLine().add(words, Tint.RED)));
        ending(title.get(title.size() - 1), KEYS);
        return title;
    }

    /** With that at the right end, where there is room. */
    private TintedLine ending(TintedLine line, String words) {
        int room = width - line.width() - words.length();
        return room < MARGIN ? line : line.add(" ".repeat(room)).add(words);
    }

    /** In so many lines at most, of which the last may be too wide. */
    private static List<String> wrapped(String text, int width, int most) {
        List<String> all = Wrap.lines(text, Math.max(1, width));
        return all.size() <= most ? all : Stream.concat(all.stream().limit(most - 1),
                Stream.of(String.join(" ", all.subList(most - 1, all.size())))).toList();
    }

    private void heading(String words) {
        lines.add(new TintedLine().add(words, Tint.BOLD));
    }

    private void nodes() {
        heading("nodes");
        int name = Math.min(Math.max(LEAST_NAME, width / 2),
                widest(now.nodes().stream().map(NodeStatus::name)));
        int state = widest(now.nodes().stream().map(NodeStatus::state));
        int agent = widest(now.nodes().stream().map(NodeStatus::agent));
        now.nodes().forEach(node -> lines.add(new TintedLine().add("  ")
                .column(Width.name(node.name(), name), name, Tint.BOLD)
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
            link.peers().stream().sorted(Comparator.comparing(MonitorPage::heard))
                    .forEach(peer -> line.add("  ")
                            .add(peer, heard(peer) ? Tint.PLAIN : Tint.RED));
            lines.add(line);
        });
    }

    private static boolean heard(String peer) {
        return peer.contains(" up ");
    }

    private void services() {
        List<String> nodes = now.services().stream().flatMap(one -> one.instances().stream())
                .map(Peer::node).distinct().sorted().toList();
        int widest = Math.max("services".length() - MARGIN,
                widest(now.services().stream().map(ServiceStatus::name)));
        int states = widest(now.services().stream().flatMap(one -> one.instances().stream())
                .map(MonitorPage::cell));
        int fixed = 4 * MARGIN + AVAIL;
        boolean narrow = fixed + ORCHESTRATE + MARGIN + widest + nodes.size()
                * (Math.max(states, widest(nodes.stream())) + MARGIN) > width;
        List<String> heads = narrow ? hosts(nodes) : nodes;
        int cells = Math.max(states, widest(heads.stream()));
        int rest = width - fixed - (narrow ? 0 : ORCHESTRATE + MARGIN);
        int name = Math.min(widest, Math.max(LEAST_NAME, Math.max(
                rest - nodes.size() * (cells + MARGIN), Math.min(width / 3,
                        rest - nodes.size() * (LEAST_CELL + MARGIN)))));
        int cell = Math.max(LEAST_CELL, Math.min(cells, (rest - name + MARGIN)
                / Math.max(1, nodes.size()) - MARGIN));
        TintedLine head = new TintedLine().column("services", name + MARGIN, Tint.BOLD)
                .add(" ".repeat(AVAIL + 2 * MARGIN + (narrow ? 0 : ORCHESTRATE + MARGIN)));
        heads.forEach(node -> head.column(Width.name(node, cell), cell, Tint.BOLD));
        lines.add(head);
        now.services().forEach(service -> {
            if (!List.of("up", "stdby up", "n/a").contains(avail(service))) {
                unwell.add(lines.size());
            }
            lines.add(cells(row(service, name, narrow), service, nodes, cell));
            words(service);
        });
    }

    /** Without their domains, unless it is these by which they differ. */
    private static List<String> hosts(List<String> nodes) {
        List<String> hosts = nodes.stream().map(node -> node.split("\\.")[0]).toList();
        return hosts.stream().distinct().count() == nodes.size() ? hosts : nodes;
    }

    private static TintedLine row(ServiceStatus service, int name, boolean narrow) {
        String avail = avail(service);
        String mark = service.overall().equals("warn") && !avail.equals("warn") ? "!" : "";
        TintedLine row = new TintedLine().add("  ")
                .column(Width.name(service.name(), name), name, Tint.BOLD)
                .column(avail + mark, AVAIL, Tint.of(avail));
        return (narrow ? row : row.column(service.orchestrate(), ORCHESTRATE, Tint.PLAIN))
                .add("| ");
    }

    private static TintedLine cells(TintedLine row, ServiceStatus service, List<String> nodes,
            int cell) {
        for (String node : nodes) {
            Peer here = service.instances().stream().filter(one -> one.node().equals(node))
                    .findFirst().orElse(null);
            row.column(here == null ? "" : cell(here, cell), cell,
                    here == null ? Tint.PLAIN : here.frozen() ? Tint.BLUE
                            : Tint.of(here.avail()));
        }
        return row;
    }

    /** Its mark alone where there is not even room for the beginning of a word. */
    private static String cell(Peer one, int room) {
        String cell = cell(one);
        return room < 2 * LEAST_CELL ? cell.split(" ")[0] : Width.cut(cell, room);
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

    private void words(ServiceStatus service) {
        service.running().forEach(one -> words(one.words(), Tint.BOLD));
        if (!service.notice().isEmpty()) {
            words(service.notice(), Tint.YELLOW);
        }
        if (!service.reason().isEmpty() && !service.notice().contains(service.reason())) {
            words(service.reason(), Tint.PLAIN);
        }
    }

    private void words(String text, Tint tint) {
        wrapped(text, width - 2 * MARGIN, MOST_WORDS).forEach(words ->
                lines.add(new TintedLine().add(" ".repeat(2 * MARGIN)).add(words, tint)));
    }

    private static int widest(Stream<String> texts) {
        return texts.mapToInt(Width::of).max().orElse(0);
    }
}
