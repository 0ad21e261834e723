package org.understudy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    private static ServiceStatus service(String name, String reason, String notice,
            List<Doing> running, Peer... peers) {
        return new ServiceStatus(name, "n2", "TST", "ha", false, "idle",
                peers[peers.length - 1].avail(), peers[peers.length - 1].avail(), Map.of(),
                List.of(), notice, reason, List.of(peers), running);
    }

    @Test
    void looksAsReviewedOnAnyTerminal() {
        List<String> all = new ArrayList<>(MonitorPage.of(NOW, 80, 24, false));
        all.add("");
        all.addAll(MonitorPage.of(NOW, 40, 12, false));
        all.add("");
        all.addAll(MonitorPage.of(NOW.titled(
                "the agent does not answer since 5 s; last seen 18:13:02", true), 64, 4, false));
        Golden.check("monitor", all);
    }

    @Test
    void noLineIsWiderOrOneMoreThanTheTerminal() {
        for (int width : new int[] {1, 2, 7, 40, 200}) {
            for (int height : new int[] {0, 1, 2, 5, 100}) {
                List<String> lines = MonitorPage.of(NOW, width, height, false);
                assertTrue(lines.size() <= Math.max(1, height), lines.toString());
                assertTrue(lines.stream().allMatch(line -> line.length() <= width),
                        lines.toString());
            }
        }
    }

    @Test
    void coloursTakeNoRoomAndNothingElseControlsTheTerminal() {
        String colour = "\u001b\\[\\d*m";
        List<String> coloured = MonitorPage.of(NOW, 50, 24, true);
        assertEquals(MonitorPage.of(NOW, 50, 24, false), coloured.stream()
                .map(line -> line.replaceAll(colour, "").stripTrailing()).toList());
        assertTrue(String.join("\n", coloured).contains("\u001b[31mfenced\u001b[0m"));
        assertTrue(coloured.stream().noneMatch(line -> line.replaceAll(colour, "")
                .contains("\u001b")));
    }
}
