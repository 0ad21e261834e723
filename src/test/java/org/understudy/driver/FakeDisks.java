package org.understudy.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.understudy.config.ServiceFile;
import org.understudy.config.ServiceFiles;
import org.understudy.exec.Command;
import org.understudy.exec.Commands;
import org.understudy.exec.Result;
import org.understudy.exec.SystemCommands;
import org.understudy.model.NodeName;
import org.understudy.model.Rid;

/**
 * Disks that two nodes share, of which a program stands in for sg_persist. What reads the volume
 * groups is made up; the reservations are asked for by real processes.
 */
final class FakeDisks {
    private static final Path PROGRAM =
            Path.of("src/test/resources/driver/sg_persist").toAbsolutePath();

    private final Path dir;
    private final Fixture.Watched others = new Fixture.Watched();
    private final List<String> said = Collections.synchronizedList(new ArrayList<>());
    private String tree = "";
    private String hinted = "  /dev/sda\n";
    private String volumes = "  /dev/sda\n";

    FakeDisks(Path dir, String... disks) throws IOException {
        this.dir = dir;
        for (String disk : disks) {
            Files.createDirectories(dir.resolve("scsi").resolve(disk));
            tree += "NAME=\"/dev/" + disk + "\" TYPE=\"disk\" WWN=\"0x" + disk
                    + "\" VENDOR=\"LIO-ORG \"\n";
        }
    }

    /** What lsblk says is below any device. */
    void below(String lines) {
        tree = lines;
    }

    /** What LVM remembers of the group's disks. */
    void seenByHints(String disks) {
        hinted = disks;
    }

    /** What it finds when it reads all disks. */
    void seenWithout(String disks) {
        volumes = disks;
    }

    /** Of that node nobody knows whether it runs the service. */
    void mayRun(String node) {
        others.doubtful.add(new NodeName(node));
    }

    void stopped(String node) {
        others.doubtful.remove(new NodeName(node));
    }

    /** Whether that node had the disks when a start was decided. */
    void foreseen(String node, boolean had) {
        if (had) {
            others.unforeseen.remove(new NodeName(node));
        } else {
            others.unforeseen.add(new NodeName(node));
        }
    }

    List<String> said() {
        return List.copyOf(said);
    }

    /** The resources of a service on a node; each call is another life of its agent. */
    ServiceResources on(String node, String text) throws IOException {
        return on(node, "web", text);
    }

    private ServiceResources on(String node, String service, String text) throws IOException {
        return Drivers.build(file(node, service, text), new Surroundings(new NodeName(node),
                commands(node), dir.resolve(node + "-var"), dir.resolve(node + "-run"),
                (of, rid, level, message) -> said.add(message),
                others));
    }

    Driver reservation(String node, String text) throws IOException {
        return reservation(node, "web", text);
    }

    Driver reservation(String node, String service, String text) throws IOException {
        return on(node, service, text).drivers().get(new Rid("vg#1pr"));
    }

    ServiceFile file(String node, String text) throws IOException {
        return file(node, "web", text);
    }

    private ServiceFile file(String node, String service, String text) throws IOException {
        Path etc = Files.createDirectories(dir.resolve(node + "-etc"));
        Path file = Files.writeString(etc.resolve(service + ".conf"), text);
        return ServiceFiles.read(file, new Drivers(), new NodeName(node));
    }

    /** The machine is switched off and on: what it noted in /run is gone. */
    void reboot(String node) throws IOException {
        Path run = dir.resolve(node + "-run");
        try (Stream<Path> all = Files.walk(run)) {
            for (Path one : all.sorted(Collections.reverseOrder()).toList()) {
                Files.delete(one);
            }
        }
    }

    /** Something staged, or who holds a disk, or a node's key on it; empty where it is not. */
    String look(String disk, String what) throws IOException {
        Path file = dir.resolve("scsi").resolve(disk).resolve(what);
        return Files.exists(file) ? Files.readString(file).strip() : "";
    }

    void stage(String disk, String what, String value) throws IOException {
        Files.writeString(dir.resolve("scsi").resolve(disk).resolve(what), value + "\n");
    }

    private Commands commands(String node) {
        SystemCommands real = new SystemCommands();
        FakeMachine machine = new FakeMachine();
        machine.when("vgs --noheadings -o pv_name vg0", m -> FakeMachine.exit(0, hinted));
        machine.when("vgs --noheadings -o pv_name vg0 --config .*",
                m -> FakeMachine.exit(0, volumes));
        machine.when("lsblk .*", m -> FakeMachine.exit(0, tree));
        machine.when("findfs .*", m -> FakeMachine.exit(1, ""));
        return command -> {
            List<String> argv = new ArrayList<>(command.argv());
            if (!argv.get(0).equals("sg_persist")) {
                return machine.run(command);
            }
            argv.set(0, PROGRAM.toString());
            return ran(real, command.as(argv).with(Map.of("NODE", node, "SCSI",
                    dir.resolve("scsi").toString())));
        };
    }

    private static Result ran(Commands real, Command command) throws InterruptedException {
        if (!Files.isExecutable(PROGRAM)) {
            throw new UncheckedIOException(new IOException(PROGRAM + " is not executable"));
        }
        return real.run(command);
    }
}
