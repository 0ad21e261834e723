package org.understudy.cli;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.understudy.api.Call;
import org.understudy.api.Reply;
import org.understudy.wire.Asked;
import org.understudy.wire.AskedDrill;
import org.understudy.wire.ConfigSections;
import org.understudy.wire.ConfigText;
import org.understudy.wire.ConfigValue;
import org.understudy.wire.DeviceText;
import org.understudy.wire.DrillText;
import org.understudy.wire.Edited;
import org.understudy.wire.EngineText;
import org.understudy.wire.FenceReport;
import org.understudy.wire.Outcome;
import org.understudy.wire.Problem;
import org.understudy.wire.ReservationText;
import org.understudy.wire.Shapes;

/** What the files of the made-up services say: {@code web} a little, the others their sections. */
final class Written {
    private static final Map<String, Map<String, String>> WEB = new TreeMap<>(Map.of(
            "DEFAULT", new TreeMap<>(Map.of("nodes", "n1 n2", "orchestrate", "ha",
                    "priority", "11")),
            "fs#1", Map.of("mnt", "/srv"), "task#1", Map.of("schedule", "04:00-06:00@2h mon"),
            "task#2", Map.of("command", "/bin/true"), "sync#1", Map.of("type", "rsync")));
    private static final Map<String, Map<String, String>> OTHER =
            new TreeMap<>(Map.of("DEFAULT", Map.of("nodes", "deb1 deb2"), "vg#1",
                    Map.of("name", "vg"), "container#1", Map.of("type", "docker")));

    private Written() {
    }

    static Reply of(String service, String what, Call call) {
        if (what.equals("sections")) {
            return Reply.ok(Shapes.write(new ConfigSections(
                    service.equals("web") ? WEB : OTHER)));
        }
        String key = call.query().get("key");
        return key.equals("sync#1.schedule") ? Reply.ok(Shapes.write(new ConfigValue("@60")))
                : key.equals("DEFAULT.priority") ? Reply.ok(Shapes.write(new ConfigValue("5")))
                : key.equals("DEFAULT.orchestrate") ? Reply.ok(Shapes.write(new ConfigValue("no")))
                : Reply.problem(404, "option '" + key + "' not found", "");
    }

    /** Those of hb#9 are refused, those of hb#2 end early. */
    static Reply drills(String[] path, Call call) {
        if (path.length > 3 && path[3].equals("end")) {
            return Reply.ok(Shapes.write(new Outcome("hb#2", "pending", "cluster",
                    "a drill is on: link-cut of hb#2 by root@n1")));
        }
        if (path.length > 3) {
            return Reply.ok(Shapes.write(path[3].equals("hb#2") ? new Outcome("hb#2", "failed",
                    "cluster", "reverted: hb#2 was cut for 3.1s; it ended early: n2 is not heard"
                    + " on hb#1 by n1 for 620ms", List.of("moved: nothing")) : new Outcome("web",
                    "reached", "cluster", "up on n2 in between, and on n1 as before", List.of(
                    "moved: there and back", "downtime: 2.104s there, 1.950s back"))));
        }
        if (call.method().equals("GET")) {
            return Reply.ok(Shapes.write(List.of(new DrillText("2026-03-01T14:00:00.000+01:00",
                    "n1", "link-cut", "hb#1", "root@n1", "ok", "10.2s", "nothing", "",
                    "hb#1 was cut for 10.0s, and heard again 200ms after it was restored", "a"),
                    new DrillText("2026-03-01T15:00:00.000+01:00", "n2", "switch-and-back", "web",
                    "root@n2", "running", "", "", "", "web on n1: stop", "b"))));
        }
        AskedDrill asked = Shapes.read(call.body(), AskedDrill.class);
        if (asked.link().equals("hb#9")) {
            return new Reply(409, Shapes.write(new Problem("drill link-cut of hb#9 is refused,"
                    + " since not all is well; nothing is done", List.of("web is frozen by root@n2"
                    + " (new disk) on n2", "n2 is not heard on hb#1 by n1 for 3.1s"),
                    "svcmon; svcmgr nodes; svcmgr links")));
        }
        return Reply.ok(Shapes.write(asked.dryRun() || !asked.yes() ? new Outcome("",
                asked.dryRun() ? "plan" : "confirm", "cluster", "", List.of("hb#1 of n1: cut in"
                + " both directions, for 10.0s", "nothing moves, and hb#1 is restored"))
                : new Outcome(asked.link() + asked.service(), "pending", "cluster", "")));
    }

    /** Every container is docker's, which has two places. */
    static Reply engine(Call call) {
        return Reply.ok(Shapes.write(new EngineText("podman".equals(call.query().get("program"))
                ? List.of("podman", "--root", "/srv/podman")
                : List.of("docker", "-H", "unix:///run/docker.sock"))));
    }

    /** One key is made, one is written. */
    static List<ReservationText> reservations() {
        return List.of(new ReservationText("db", "vg#1", "0x1001", "DEFAULT.prkey@n1"),
                new ReservationText("web", "fs#1", "0x8d3c2b1a09f7e6d5", ""));
    }

    /** Its volume group lies on two disks; a loop device is not attached. */
    static List<DeviceText> devices() {
        return List.of(new DeviceText("fs#1", "fs", List.of("/dev/mapper/vg_web-data"), List.of(),
                List.of("/dev/sdb", "/dev/sdc"), List.of()),
                new DeviceText("loop#1", "disk.loop", List.of(), List.of(), List.of(),
                        List.of("/srv/web.img is on no loop device now")),
                new DeviceText("vg#1", "disk.vg", List.of("/dev/sdb", "/dev/sdc"),
                        List.of("/dev/mapper/vg_web-data"), List.of("/dev/sdb", "/dev/sdc"),
                        List.of()));
    }

    /** A file that was written on the first of March 2026. */
    static Reply text(String name, String text) {
        return Reply.ok(Shapes.write(new ConfigText("/etc/understudy/" + name + ".conf", text,
                "c0ffee", 1_772_380_800L)));
    }

    /** What is done to cluster.conf and between nodes: told, not done. */
    static Reply file(String[] path, Call call) {
        String what = call.method() + " " + path[2] + (path.length > 3 ? "/" + path[3] : "");
        return switch (what) {
            case "GET cluster/config" -> text("cluster", call.path().contains("n2")
                    ? "[cluster]\nname = lab\n" : "[cluster]\nname = prod\n");
            case "POST cluster/config" -> told();
            case "POST cluster/key" -> told("the key is changed on n1, n2");
            case "POST cluster/disk-init" -> told("/dev/sdx: ready for links");
            case "POST files/web", "POST files/cluster" -> told(path[3] + ": that of n2 holds");
            default -> Reply.problem(404, "no such path: " + call.path(), "");
        };
    }

    private static Reply told(String... lines) {
        return Reply.ok(Shapes.write(new Edited(true, List.of(lines), List.of())));
    }

    /** Fences are confirmed, and their tests say that they work. */
    static Reply fence(String node, String what, Call call) {
        boolean sure = !what.equals("fence") || call.method().equals("GET")
                || Shapes.read(call.body(), Asked.class).yes();
        return Reply.ok(Shapes.write(new FenceReport(node, !sure ? FenceReport.CONFIRM
                : what.equals("fence") ? FenceReport.CONFIRMED : FenceReport.WORKS, sure
                ? "the power is off" : "", List.of(node + ", which is silent, is switched off"))));
    }
}
