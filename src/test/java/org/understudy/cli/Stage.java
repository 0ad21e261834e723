package org.understudy.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.understudy.api.ApiServer;

/** The made-up agent on a real socket, and both commands before it. */
final class Stage implements BeforeAllCallback, AfterAllCallback {
    private final FakeAgent agent = new FakeAgent();
    private Path socket;
    private ApiServer server;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        socket = Files.createTempDirectory("stage").resolve("agent.sock");
        server = new ApiServer(socket, agent);
        server.start();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        server.close();
        Files.deleteIfExists(socket.resolveSibling("agent.sock.lock"));
        Files.delete(socket.getParent());
    }

    /** What a command did. */
    record Ran(int code, String out, String err) {
    }

    FakeAgent agent() {
        return agent;
    }

    /** What was typed, blanks between the words. */
    Ran svcmgr(String typed) {
        return svcmgr(false, typed);
    }

    /** @param terminal whether somebody watches */
    Ran svcmgr(boolean terminal, String typed) {
        return ran("svcmgr", terminal, screen -> Svcmgr.run(socket, screen, typed.split(" ")));
    }

    Ran svcmon(String typed) {
        return ran("svcmon", false, screen -> Svcmon.run(socket, screen,
                typed.isEmpty() ? new String[0] : typed.split(" ")));
    }

    private interface Program {
        int on(Screen screen);
    }

    private static Ran ran(String name, boolean terminal, Program program) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = program.on(new Screen(name, new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), terminal));
        return new Ran(code, out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8));
    }
}
