package org.understudy.cli;

import java.io.IOException;
import java.util.List;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** The whole terminal, on its second screen, with its keys; as it was once it is closed. */
final class FullScreen implements AutoCloseable {
    private static final String ENTER = "\u001b[?1049h\u001b[?25l";
    private static final String LEAVE = "\u001b[?25h\u001b[?1049l";
    private static final int INTERRUPT = 3;
    private static final int GONE = -1;
    private static final long LOOK = 1_000;

    private final Terminal terminal;
    private final Attributes before;
    private volatile boolean interrupted;
    private boolean closed;

    /**
     * Takes the terminal over.
     *
     * @param bell rung when it has another size, and at the end
     */
    FullScreen(Bell bell) throws IOException {
        terminal = TerminalBuilder.builder().system(true).jni(false).jna(false).jansi(false)
                .ffm(false).exec(true).dumb(false).build();
        before = terminal.enterRawMode();
        Attributes raw = terminal.getAttributes();
        raw.setLocalFlag(Attributes.LocalFlag.ISIG, false);
        terminal.setAttributes(raw);
        terminal.handle(Terminal.Signal.WINCH, signal -> bell.redraw());
        terminal.handle(Terminal.Signal.INT, signal -> interrupt(bell));
        put(ENTER);
        Thread keys = new Thread(() -> keys(bell), "keys");
        keys.setDaemon(true);
        keys.start();
    }

    /** Whether it was ended by an interrupt. */
    boolean interrupted() {
        return interrupted;
    }

    private void interrupt(Bell bell) {
        interrupted = true;
        bell.quit();
    }

    private void keys(Bell bell) {
        try {
            while (!bell.over()) {
                int key = terminal.reader().read(LOOK);
                if (key == INTERRUPT) {
                    interrupt(bell);
                } else if (key == 'q' || key == 'Q' || key == GONE) {
                    bell.quit();
                } else if (key > 0) {
                    bell.redraw();
                }
            }
        } catch (IOException e) {
            bell.quit(); // the terminal is gone
        }
    }

    /** How much there is room for by now. */
    Size size() {
        return terminal.getSize();
    }

    /** In one piece, each line over what was there, so that nothing flickers. */
    synchronized void draw(List<String> lines) {
        if (!closed) {
            put("\u001b[H" + String.join("\u001b[K\r\n", lines) + "\u001b[K\u001b[J");
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        put(LEAVE);
        terminal.setAttributes(before);
    }

    private void put(String text) {
        terminal.writer().write(text);
        terminal.writer().flush();
    }
}
