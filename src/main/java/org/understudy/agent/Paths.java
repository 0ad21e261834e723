package org.understudy.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where things are on this node; each can be moved by an environment variable.
 *
 * @param etc {@code UNDERSTUDY_ETC}: cluster.conf, cluster.key, node.conf,
 *     services/
 * @param var {@code UNDERSTUDY_VAR}: what must outlive a reboot
 * @param run {@code UNDERSTUDY_RUN}: the agent's socket
 * @param machine {@code UNDERSTUDY_BOOT_ID}: a file that changes with every boot of the machine
 * @param reset {@code UNDERSTUDY_SYSRQ}: takes the letter that ends this machine at once
 * @param reboot {@code UNDERSTUDY_REBOOT}: a program that has this machine boot again; else its own
 * @param kept {@code UNDERSTUDY_KEPT=yes}: whoever started the agent starts it again when it ends
 */
record Paths(Path etc, Path var, Path run, Path machine, Path reset,
        Optional<Path> reboot, boolean kept) {
    Paths(Path etc, Path var, Path run, Path machine) {
        this(etc, var, run, machine, run.resolve("sysrq"), Optional.empty(), false);
    }

    static Paths of(Map<String, String> environment) {
        return new Paths(path(environment, "UNDERSTUDY_ETC", "/etc/understudy"),
                path(environment, "UNDERSTUDY_VAR", "/var/lib/understudy"),
                path(environment, "UNDERSTUDY_RUN", "/run/understudy"),
                path(environment, "UNDERSTUDY_BOOT_ID", "/proc/sys/kernel/random/boot_id"),
                path(environment, "UNDERSTUDY_SYSRQ", "/proc/sysrq-trigger"),
                Optional.ofNullable(environment.get("UNDERSTUDY_REBOOT"))
                        .filter(text -> !text.isBlank()).map(Path::of),
                environment.getOrDefault("UNDERSTUDY_KEPT", "").equals("yes"));
    }

    private static Path path(Map<String, String> environment, String name, String preset) {
        return Path.of(environment.getOrDefault(name, preset)).toAbsolutePath();
    }

    /** With the directories that this program writes to. */
    Paths made() throws IOException {
        Files.createDirectories(var);
        Files.createDirectories(run);
        return this;
    }

    Path cluster() {
        return etc.resolve("cluster.conf");
    }

    /** The secret of the cluster. */
    Path key() {
        return etc.resolve("cluster.key");
    }

    Path node() {
        return etc.resolve("node.conf");
    }

    Path services() {
        return etc.resolve("services");
    }

    Path socket() {
        return run.resolve("agent.sock");
    }
}
