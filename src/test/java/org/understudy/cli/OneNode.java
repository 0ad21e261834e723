package org.understudy.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.understudy.api.ApiServer;
import org.understudy.api.Desk;
import org.understudy.api.Reply;

/** A node whose agent answers from real files; its commands are kept as a transcript. */
final class OneNode implements AutoCloseable {
    private final Path directory;
    private final Path socket;
    private final ApiServer server;
    private final List<String> transcript = new ArrayList<>();
    private String last = "";

    OneNode(Path directory, Desk desk) throws IOException {
        this.directory = directory;
        this.socket = directory.resolve("agent.sock");
        this.server = new ApiServer(socket, call -> desk.answer(call).orElseGet(
                () -> Reply.problem(404, "no such path: " + call.path(), "")));
        server.start();
    }

    /** Runs a command; gives its exit code. */
    int svcmgr(String... words) {
        return reading("", words);
    }

    /** The same with something to read. */
    int reading(String typed, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream both = new PrintStream(out, false, StandardCharsets.UTF_8);
        InputStream own = System.in;
        System.setIn(new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)));
        try {
            int code = Svcmgr.run(socket, new Screen("svcmgr", both, both), words);
            transcript.add(shown("$ svcmgr " + String.join(" ", words)));
            String text = out.toString(StandardCharsets.UTF_8);
            transcript.addAll(shown(text).lines().toList());
            if (code != 0) {
                transcript.add("[exit " + code + "]");
            }
            last = text;
            return code;
        } finally {
            System.setIn(own);
        }
    }

    /** What the last command printed. */
    String last() {
        return last;
    }

    /** All so far, without what differs from run to run. */
    List<String> transcript() {
        return List.copyOf(transcript);
    }

    private String shown(String text) {
        return text.replace(directory.toString(), "")
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d{6}", "<time>")
                .replaceAll("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d", "<time>")
                .replaceAll("svcmgr-edit-\\d+", "svcmgr-edit-<number>")
                .replaceAll("[\\w-]{60,}\\.[\\w-]+", "<token>");
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
