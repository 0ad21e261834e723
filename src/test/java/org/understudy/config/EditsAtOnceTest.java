package org.understudy.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.model.NodeName;

/** Edits made at the same time, by threads and by processes: each is there afterwards. */
@Timeout(60)
class EditsAtOnceTest {
    private static final int EACH = 8;

    @TempDir
    private Path dir;

    /** Edits as another process would. */
    public static void main(String[] arguments) {
        edits(Path.of(arguments[0]), arguments[1]);
    }

    private static void edits(Path file, String who) {
        Editor editor = new Editor(new ServiceForm(new TestCatalog(), new NodeName("n1")));
        for (int i = 0; i < EACH; i++) {
            editor.edit(file, List.of("app#" + who + i + ".comment=x", "comment+=" + who + i),
                    List.of());
        }
    }

    @Test
    void noneIsLost() throws Exception {
        Path file = Files.writeString(dir.resolve("web.conf"), "[DEFAULT]\nnodes = n1\n");
        Path link = Files.createSymbolicLink(Files.createDirectory(dir.resolve("x"))
                .resolve("web.conf"), file);
        List<Process> others = List.of(another(file, "p"), another(link, "q"));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<?>> all = new ArrayList<>();
        for (String who : List.of("a", "b", "c", "d")) {
            all.add(threads.submit(() -> edits(who.equals("a") ? link : file, who)));
        }
        for (Future<?> one : all) {
            one.get(50, TimeUnit.SECONDS);
        }
        threads.shutdown();
        for (Process other : others) {
            assertEquals(0, other.waitFor());
        }
        String text = Files.readString(file);
        List<String> said = List.of(new Readout(new ServiceForm(new TestCatalog(),
                new NodeName("n1")), file).raw("comment").split(" "));
        assertEquals(6 * EACH, said.size());
        for (String who : List.of("a", "b", "c", "d", "p", "q")) {
            assertEquals(EACH, IntStream.range(0, EACH).filter(i -> said.contains(who + i)
                    && text.contains("[app#" + who + i + "]\ncomment = x\n")).count(), who);
        }
    }

    private static Process another(Path file, String who) throws IOException {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
                EditsAtOnceTest.class.getName(), file.toString(), who).inheritIO().start();
    }
}
