package org.understudy.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.understudy.config.ServiceScan;
import org.understudy.driver.Drivers;
import org.understudy.model.NodeName;

/**
 * How long a fresh JVM, as small as the agent's own, takes to read and check a directory of service
 * files that refer to one another's keys; and how long the next time.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 3)
@Fork(value = 3, jvmArgs = {"-Xms64m", "-Xmx64m", "-XX:+UseSerialGC", "-Xss256k"})
public class Reading {
    private static final String TEXT = """
            [DEFAULT]
            nodes = n1 n2
            orchestrate = ha
            env = PRD
            app = {env.app}
            priority = $({env.rank} * 10)

            [ip#1]
            ipname = 10.0.{env.rank}.9
            ipdev@n1 = eth0
            ipdev@n2 = eth1
            netmask = 24

            [vg#1]
            name = {svcname}

            [fs#1]
            type = ext4
            dev = /dev/{vg#1.name}/data
            mnt = /srv/{svcname}
            mnt_opt = rw,noatime
            monitor = true

            [container#1]
            type = docker
            image = web:1
            run_args = -v {fs#1.mnt}:/data -p 80:80 -e NODE={nodename}
            subset = front

            [app#1]
            script = /srv/{svcname}/bin/run
            start = true
            stop = true
            check = true
            timeout = 1m

            [subset#container:front]
            parallel = true

            [env]
            app = shop
            rank = 7

            [labels]
            team = web
            """;

    @Param({"1000"})
    public int files;

    private Path directory;

    @Setup(Level.Trial)
    public void write() throws IOException {
        directory = Files.createTempDirectory("understudy-bench");
        for (int i = 0; i < files; i++) {
            Files.writeString(directory.resolve("web" + i + ".conf"), TEXT);
        }
    }

    @TearDown(Level.Trial)
    public void delete() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Benchmark
    public ServiceScan directory() {
        ServiceScan scan = ServiceScan.of(directory, new Drivers(), new NodeName("n1"));
        if (scan.managed().size() != files) {
            throw new IllegalStateException(List.copyOf(scan.refused().values()).get(0));
        }
        return scan;
    }
}
