package org.understudy.fence;

import java.io.File;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.understudy.exec.Command;
import org.understudy.exec.Deadline;
import org.understudy.exec.SystemCommands;

/** OpenIPMI's own BMC; a script of the test's is its power switch. */
public final class SimulatedBmc implements AutoCloseable {
    private final Path dir;
    private final Where where;
    private final Process process;

    /**
     * Where it answers.
     *
     * @param address of an interface
     * @param port UDP
     * @param prefix what runs it there
     */
    public record Where(String address, int port, List<String> prefix) {
        static Where here() throws IOException {
            try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
                return new Where("127.0.0.1", free.getLocalPort(),
                        List.of("setpriv", "--pdeathsig", "KILL"));
            }
        }
    }

    /**
     * Starts it.
     *
     * @param chassis what the switch does, in shell: {@code $2 $3 $4} is {@code get power}, to be
     *     answered by {@code power:1}, or {@code set power 0}
     */
    public SimulatedBmc(Path dir, String chassis, Where where) throws IOException {
        this.dir = Files.createDirectories(dir);
        this.where = where;
        Path script = Files.writeString(dir.resolve("chassis"), "#!/bin/sh\ncd " + dir
                + "\necho \"$@\" >>calls\n" + chassis);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        password("secret");
        String auth = "none md2 md5 straight\n";
        Files.writeString(dir.resolve("lan.conf"), "name \"bmc\"\nset_working_mc 0x20\n"
                + "startlan 1\naddr " + where.address() + " " + where.port()
                + "\npriv_limit admin\nallowed_auths_callback " + auth
                + "allowed_auths_user " + auth + "allowed_auths_operator " + auth
                + "allowed_auths_admin " + auth + "guid a123456789abcdefa123456789abcdef\nendlan\n"
                + "chassis_control \"" + script + " 0x20\"\n"
                + "user 2 true \"fence\" \"secret\" operator 10 none md2 md5 straight\n");
        Files.writeString(dir.resolve("bmc.emu"), "mc_setbmc 0x20\n"
                + "mc_add 0x20 0 no-device-sdrs 0x23 9 8 0x9f 0x1291 0xf02 persist_sdr\n"
                + "mc_enable 0x20\n");
        process = new ProcessBuilder(Stream.concat(where.prefix().stream(), Stream.of("ipmi_sim",
                "-n", "-c", dir.resolve("lan.conf").toString(), "-f",
                dir.resolve("bmc.emu").toString(), "-s",
                Files.createDirectories(dir.resolve("state")).toString())).toList())
                .redirectInput(new File("/dev/null")).redirectErrorStream(true)
                .redirectOutput(dir.resolve("log").toFile()).start();
    }

    /** The power is a file. */
    static SimulatedBmc plain(Path dir) throws IOException {
        Files.writeString(Files.createDirectories(dir).resolve("power"), "1");
        return new SimulatedBmc(dir, "case \"$2 $3 $4\" in \"get power \") echo power:$(cat power)"
                + ";; \"set power\"*) echo $4 >power;; esac\n", Where.here());
    }

    /** What the file of the account's password says from now on. */
    public void password(String text) throws IOException {
        Path file = dir.resolve("password");
        Files.writeString(file, text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    /** The section for it; it knows no channel's cipher suites, so that one is named. */
    public String section() {
        return "type = ipmi\naddr = " + where.address() + "\nport = " + where.port()
                + "\nusername = fence\n"
                + "password_file = " + dir.resolve("password") + "\ncipher = 3\n";
    }

    /** What its switch was told. */
    List<String> calls() throws IOException {
        Path calls = dir.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    String power() throws IOException {
        return Files.readString(dir.resolve("power")).strip();
    }

    /** It takes no notice of anything any more. */
    void freeze() throws InterruptedException {
        new SystemCommands().run(Command.of(Deadline.in(
                Duration.ofSeconds(10)), "kill", "-STOP",
                Long.toString(process.pid())));
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
