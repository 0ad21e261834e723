package org.understudy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher scripts with a java and a docker that only say what they were given. */
@Timeout(30)
final class LauncherTest {
    @TempDir
    Path dir;
    private String path;

    @BeforeEach
    void programs() throws IOException {
        path = dir + ":" + System.getenv("PATH");
        script("java", """
                case "$*" in
                    *" --engine=-i -s web docker "*)
                        printf '%s\\n' 3 docker -H unix:///run/web.sock ;;
                    *" --engine=-i -s web podman "*)
                        printf '%s\\n' 3 podman --root '/srv/my web' ;;
                    *" --engine=-it -s web enter"* | *" --engine=-i -s web enter"*)
                        case "$*" in *=-it*) tty=-it ;; *) tty=-i ;; esac
                        printf '%s\\n' 3 podman --root '/srv/*' exec $tty c0ffee /bin/sh ;;
                    *" --engine=-i -s nope "*) echo "svcmgr: nope: none" >&2; exit 1 ;;
                    *--engine=*) ;;
                    *) while [ "$1" != -cp ]; do shift; done; shift 2; echo "$@"; exit 7 ;;
                esac
                """);
        script("docker", "echo \"docker $*\"; exit 42\n");
        script("podman", "printf 'podman'; printf ' <%s>' \"$@\"; echo; exit 43\n");
        Files.createFile(dir.resolve("understudy.jar"));
    }

    @Test
    void becomesJavaWithItsWordsAndItsExitCode() throws Exception {
        assertEquals("7 org.understudy.cli.Svcmgr -s web print status\n",
                ran("svcmgr", "-s", "web", "print", "status"));
        assertEquals("7 org.understudy.cli.Svcmon --service=a,b\n", ran("svcmon", "--service=a,b"));
    }

    @Test
    void symlinkNamedLikeAServiceActsOnIt() throws Exception {
        Files.copy(Path.of("cli/svcmgr"), dir.resolve("svcmgr"));
        Files.createSymbolicLink(dir.resolve("registry.opensvc.com"), dir.resolve("svcmgr"));
        assertEquals("7 org.understudy.cli.Svcmgr -s registry.opensvc.com print status\n",
                output(dir.resolve("registry.opensvc.com").toString(), "print", "status"));
    }

    @Test
    void symlinkMayStandForSeveralServices() throws Exception {
        Files.copy(Path.of("cli/svcmgr"), dir.resolve("svcmgr"));
        Files.createSymbolicLink(dir.resolve("allupservices"), dir.resolve("svcmgr"));
        assertEquals("7 org.understudy.cli.Svcmgr -s allupservices print status\n",
                output(dir.resolve("allupservices").toString(), "print", "status"));
    }

    @Test
    void becomesDockerForTheWordDocker() throws Exception {
        assertEquals("42 docker -H unix:///run/web.sock exec -it c sh -c a b\n",
                ran("svcmgr", "-s", "web", "docker", "exec", "-it", "c", "sh", "-c", "a b"));
        assertEquals("1 svcmgr: nope: none\n", ran("svcmgr", "-s", "nope", "docker", "ps"));
        assertEquals("7 org.understudy.cli.Svcmgr -s docker status\n",
                ran("svcmgr", "-s", "docker", "status"));
    }

    @Test
    void becomesPodmanWithWordsThatMayHoldBlanks() throws Exception {
        assertEquals("43 podman <--root> </srv/my web> <run> <-v> <a  b:/c> <*>\n",
                ran("svcmgr", "-s", "web", "podman", "run", "-v", "a  b:/c", "*"));
        Files.delete(dir.resolve("podman"));
        path = dir.toString();
        assertEquals("1 svcmgr: expected podman, got none\ntry: apt-get install podman\n",
                ran("svcmgr", "-s", "web", "podman", "ps"));
    }

    /** script(1) gives it a terminal. */
    @Test
    void opensATerminalInAContainerWhereThereIsOneHere() throws Exception {
        String said = output("script", "-qec", "cli/svcmgr -s web enter", "/dev/null");
        assertEquals("43 podman <--root> </srv/*> <exec> <-it> <c0ffee> </bin/sh>",
                said.strip());
    }

    @Test
    void becomesTheProgramOfAContainerToEnterIt() throws Exception {
        assertEquals("43 podman <--root> </srv/*> <exec> <-i> <c0ffee> </bin/sh>\n",
                ran("svcmgr", "-s", "web", "enter"));
        assertEquals("7 org.understudy.cli.Svcmgr -s enter status\n",
                ran("svcmgr", "-s", "enter", "status"));
    }

    @Test
    void nodemgrActsOnTheNode() throws Exception {
        assertEquals("7 org.understudy.cli.Svcmgr node freeze --node n2\n",
                ran("nodemgr", "freeze", "--node", "n2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"svcmgr", "nodemgr"})
    void whoSpeaksIsWhoWasCalled(String name) throws Exception {
        script("java", "for word; do echo \"$word\"; done | sed -n 's/^-Dunderstudy.name=//p'\n");
        assertEquals("0 " + name + "\n", ran(name, "ls"));
    }

    @ParameterizedTest
    @CsvSource({"C, C.UTF-8", "POSIX, C.UTF-8", "xx_XX.UTF-8, C.UTF-8", "C.UTF-8, C.UTF-8"})
    void javaReadsUtf8WhateverTheLanguage(String language, String given) throws Exception {
        script("java", "echo \"$LC_ALL\"\n");
        assertEquals("0 " + given + "\n", output("env", "LC_ALL=" + language, "cli/svcmgr", "ls"));
    }

    @Test
    void missingJarSaysWhatToRun() throws Exception {
        Files.delete(dir.resolve("understudy.jar"));
        String said = ran("svcmon");
        assertTrue(said.startsWith("1 svcmon: expected " + dir), said);
        assertTrue(said.contains("\ntry: mvn "), said);
    }

    @Test
    void aWrongJavaHomeIsNamed() throws Exception {
        assertEquals("1 svcmon: JAVA_HOME: expected " + dir + "/bin/java, got none\n"
                + "try: env -u JAVA_HOME svcmon --version\n",
                output("env", "JAVA_HOME=" + dir, "cli/svcmon"));
    }

    @Test
    void agentBecomesItsMain() throws Exception {
        assertEquals("7 org.understudy.agent.Main --run /tmp/x\n",
                output("agent/understudy-agent", "--run", "/tmp/x"));
    }

    private void script(String name, String body) throws IOException {
        Path file = Files.writeString(dir.resolve(name), "#!/bin/sh\n" + body);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private String ran(String command, String... args) throws Exception {
        List<String> words = new ArrayList<>(List.of("cli/" + command));
        words.addAll(Arrays.asList(args));
        return output(words.toArray(String[]::new));
    }

    /** The exit code and all that was said. */
    private String output(String... words) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().put("PATH", path);
        builder.environment().put("UNDERSTUDY_JAR", dir.resolve("understudy.jar").toString());
        builder.environment().remove("JAVA_HOME");
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() + " " + said;
    }
}
