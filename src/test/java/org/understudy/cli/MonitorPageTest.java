package org.understudy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jline.terminal.Size;
import org.junit.jupiter.api.Test;
import org.understudy.wire.LinkText;
import org.understudy.wire.NodeStatus;
import org.understudy.wire.ServiceStatus;
import org.understudy.wire.ServiceStatus.Doing;
import org.understudy.wire.ServiceStatus.Peer;

/** The live view on terminals of any size. */
final class MonitorPageTest {
    private static final MonitorPage.Snapshot NOW = new MonitorPage.Snapshot("n2  18:13:02", false,
            List.of(new NodeStatus("n1", "fenced", "", "", List.of("hb#1 silent 4.2s"),
                    "confirmed 2.1s ago, try 1"),
                    new NodeStatus("n2", "self", "idle", "frozen by root@n2 (new disk)",
                            List.of(), "")),
            List.of(new LinkText("hb#1", "unicast", "10.0.0.2:10000", "open",
                    List.of("n1 silent 4.2s"), List.of()),
                    new LinkText("hb#2", "disk", "/dev/sdb", "not open: /dev/sdb: no such device",
                            List.of("n1 silent never"), List.of())),
            List.of(service("web", "starts here: n1 is silent and was fenced", "",
                    List.of(new Doing("start", "fs#1", 3100, 2000)),
                    new Peer("n1", "fenced", "undef", "", false),
                    new Peer("n2", "self", "down", "starting", false)),
                    service("db", "holds: it runs here", "takeover limit reached: 3 an hour",
                            List.of(), new Peer("n1", "fenced", "undef", "", false),
                            new Peer("n2", "self", "up", "idle", true)),
                    service("queue\u001b[2J", "holds", "", List.of(),
                            new Peer("n2", "self", "warn", "idle", false))));

    private static final MonitorPage.Snapshot AWAY = NOW.titled(
            "the agent does not answer since 5 s; last seen 18:13:02", true);

    private static List<String> page(MonitorPage.Snapshot what, int width, int height) {
        return MonitorPage.of(what, new Size(width, height), new Scroll(), false);
    }

    private static ServiceStatus service(String name, String reason, String notice,
            List<Doing> running, Peer... peers) {
        return new ServiceStatus(name, "n2", "TST", "ha", false, "idle",
                peers[peers.length - 1].avail(), peers[peers.length - 1].avail(), Map.of(),
                List.of(), notice, reason, List.of(peers)).running(running);
    }

    @Test
    void looksAsReviewedOnAnyTerminal() {
        List<String> all = new ArrayList<>(page(NOW, 80, 24));
        all.add("");
        all.addAll(page(NOW, 40, 12));
        all.add("");
        all.addAll(page(AWAY, 64, 4));
        all.add("");
        all.addAll(page(AWAY, 40, 10));
        Golden.check("monitor", all);
    }

    @Test
    void noLineIsWiderOrOneMoreThanTheTerminal() {
        for (MonitorPage.Snapshot what : List.of(NOW, AWAY, crowd())) {
            for (int width : new int[] {1, 2, 7, 40, 200}) {
                for (int height : new int[] {0, 1, 2, 5, 100}) {
                    List<String> lines = page(what, width, height);
                    assertTrue(lines.size() <= Math.max(1, height), lines.toString());
                    assertTrue(lines.stream().allMatch(line -> Width.of(line) <= width),
                            lines.toString());
                }
            }
        }
    }

    /** Eight nodes and forty services with long names, one of which has a wide reason. */
    private static MonitorPage.Snapshot crowd() {
        List<String> nodes = IntStream.rangeClosed(1, 8)
                .mapToObj(i -> "database-node-0" + i + ".example.org").toList();
        return new MonitorPage.Snapshot("database-node-01.example.org  18:13:02", false,
                nodes.stream().map(node -> new NodeStatus(node, "alive", "idle", "", List.of(),
                        "")).toList(), List.of(new LinkText("hb#1", "unicast", "10.0.0.2:10000",
                        "open", nodes.stream().map(node -> node + (node.contains("05")
                                ? " silent 9s" : " up 120ms")).toList(), List.of())),
                IntStream.rangeClosed(1, 40).mapToObj(i -> service("billing-production-eu-west-"
                        + i, i == 3 ? "新しいディスクを待っています、そして新しいディスクを待っています" : "holds", "",
                        List.of(), nodes.stream().map(node -> new Peer(node, "alive",
                                i == 39 || !node.contains("02") ? "down" : "up",
                                i == 39 ? "start failed" : "idle", false))
                                .toArray(Peer[]::new))).toList());
    }

    @Test
    void manyNodesAndServicesStayTellable() {
        List<String> all = new ArrayList<>(page(crowd(), 60, 20));
        all.add("");
        all.addAll(page(crowd(), 132, 20));
        Golden.check("monitor-crowd", all);
    }

    @Test
    void whatHasNoRoomIsScrolledTo() {
        Scroll scroll = new Scroll();
        Size size = new Size(60, 20);
        List<String> first = MonitorPage.of(crowd(), size, scroll, false);
        scroll.move(Scroll.Move.END);
        List<String> last = MonitorPage.of(crowd(), size, scroll, false);
        assertEquals(first.get(0), last.get(0));
        assertTrue(last.get(17).contains("st-40 "), last.toString());
        assertTrue(last.get(19).matches("\\d+ above +arrows: scroll"), last.toString());
        scroll.move(Scroll.Move.DOWN);
        scroll.move(Scroll.Move.UP);
        List<String> up = MonitorPage.of(crowd(), size, scroll, false);
        assertEquals(last.subList(1, 18), up.subList(2, 19));
        assertTrue(up.get(19).startsWith("+1 more, "), up.toString());
        scroll.move(Scroll.Move.PAGE_UP);
        assertEquals(up.get(1), MonitorPage.of(crowd(), size, scroll, false).get(18));
        scroll.move(Scroll.Move.TOP);
        assertEquals(first, MonitorPage.of(crowd(), size, scroll, false));
        scroll.move(Scroll.Move.END);
        assertEquals(page(NOW, 80, 24), MonitorPage.of(NOW, new Size(80, 24), scroll, false));
    }

    @Test
    void coloursTakeNoRoomAndNothingElseControlsTheTerminal() {
        String colour = "\u001b\\[\\d*m";
        List<String> coloured = MonitorPage.of(NOW, new Size(50, 24), new Scroll(),
                true);
        assertEquals(page(NOW, 50, 24), coloured.stream()
                .map(line -> line.replaceAll(colour, "").stripTrailing()).toList());
        assertTrue(String.join("\n", coloured).contains("\u001b[31mfenced\u001b[0m"));
        assertTrue(coloured.stream().noneMatch(line -> line.replaceAll(colour, "")
                .contains("\u001b")));
    }
}
