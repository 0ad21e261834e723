package org.understudy.cli;

import java.io.IOError;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** The whole terminal, on its second screen, with its keys; as it was once it is closed. */
final class FullScreen implements AutoCloseable {
    /** The other screen, no cursor, and no line goes on in the next. */
    private static final String ENTER = "\u001b[?1049h\u001b[?25l\u001b[?7l";
    private static final String LEAVE = "\u001b[?7h\u001b[?25h\u001b[?1049l";
    private static final int INTERRUPT = 3;
    private static final int GONE = -1;
    private static final int ESCAPE = 27;
    private static final long LOOK = 1_000;
    /** Within this, in milliseconds, the rest of a key's word is there, or it was another key. */
    private static final long REST = 100;
    private static final int LONGEST = 8;
    private static final Map<String, Scroll.Move> MOVES = Map.ofEntries(
            Map.entry("k", Scroll.Move.UP), Map.entry("[A", Scroll.Move.UP),
            Map.entry("OA", Scroll.Move.UP), Map.entry("j", Scroll.Move.DOWN),
            Map.entry("[B", Scroll.Move.DOWN), Map.entry("OB", Scroll.Move.DOWN),
            Map.entry("\r", Scroll.Move.DOWN), Map.entry("b", Scroll.Move.PAGE_UP),
            Map.entry("[5~", Scroll.Move.PAGE_UP), Map.entry(" ", Scroll.Move.PAGE_DOWN),
            Map.entry("[6~", Scroll.Move.PAGE_DOWN), Map.entry("g", Scroll.Move.TOP),
            Map.entry("[H", Scroll.Move.TOP), Map.entry("OH", Scroll.Move.TOP),
            Map.entry("[1~", Scroll.Move.TOP), Map.entry("G", Scroll.Move.END),
            Map.entry("[F", Scroll.Move.END), Map.entry("OF", Scroll.Move.END),
            Map.entry("[4~", Scroll.Move.END));

    private final Terminal terminal;
    private final Attributes before;
    private final Scroll scroll;
    private final Bell bell;
    private Size size = new Size();
    private volatile boolean interrupted;
    private boolean closed;

    /**
     * Takes the terminal over.
     *
     * @param bell rung when it has another size, and at the end
     * @param scroll moved by its keys
     */
    FullScreen(Bell bell, Scroll scroll) throws IOException {
        this.bell = bell;
        this.scroll = scroll;
        terminal = terminal();
        before = terminal.enterRawMode();
        Attributes raw = terminal.getAttributes();
        raw.setLocalFlag(Attributes.LocalFlag.ISIG, false);
        terminal.setAttributes(raw);
        terminal.handle(Terminal.Signal.WINCH, signal -> bell.redraw());
        terminal.handle(Terminal.Signal.INT, signal -> interrupt());
        put(ENTER);
        Thread keys = new Thread(this::keys, "keys");
        keys.setDaemon(true);
        keys.start();
    }

    /** One whose name is not seen from here, as after nsenter, cannot be taken over. */
    private static Terminal terminal() throws IOException {
        try {
            return TerminalBuilder.builder().system(true).jni(false).jna(false).jansi(false)
                    .ffm(false).exec(true).dumb(false).build();
        } catch (IllegalStateException none) {
            throw new IOException("expected one that tty names, got none", none);
        }
    }

    /** Whether it was ended by an interrupt. */
    boolean interrupted() {
        return interrupted;
    }

    private void interrupt() {
        interrupted = true;
        bell.quit();
    }

    private void keys() {
        try {
            while (!bell.over()) {
                int key = terminal.reader().read(LOOK);
                if (key == INTERRUPT) {
                    interrupt();
                } else if (key == 'q' || key == 'Q' || key == GONE) {
                    bell.quit();
                } else if (key > 0) {
                    Scroll.Move move = MOVES.get(key == ESCAPE ? word() : "" + (char) key);
                    if (move != null) {
                        scroll.move(move);
                    }
                    bell.redraw();
                }
            }
        } catch (IOException e) {
            bell.quit(); // the terminal is gone
        }
    }

    /** What follows an escape: that of an arrow is {@code [A}; empty for the key itself. */
    private String word() throws IOException {
        StringBuilder word = new StringBuilder();
        boolean more = true;
        while (more && word.length() < LONGEST) {
            int key = terminal.reader().read(REST);
            if (key > 0) {
                word.append((char) key);
            }
            more = key > 0 && (word.length() == 1 ? key == '[' || key == 'O' : key < '@');
        }
        return word.toString();
    }

    /** How much there is room for by now; the last that was known of a terminal that is gone. */
    Size size() {
        try {
            size = terminal.getSize();
        } catch (IOError gone) {
            bell.quit();
        }
        return size;
    }

    /** In one piece, each line over what was there, so that nothing flickers. */
    synchronized void draw(List<String> lines) {
        if (closed) {
            return;
        }
        StringBuilder page = new StringBuilder();
        for (int row = 1; row <= lines.size(); row++) {
            page.append(at(row)).append(lines.get(row - 1));
        }
        for (int row = lines.size() + 1; row <= size.getRows(); row++) {
            page.append(at(row));
        }
        put(page.toString());
    }

    /** To the begin of an empty row: to empty it later would take its last column. */
    private static String at(int row) {
        return "\u001b[" + row + ";1H\u001b[K";
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        put(LEAVE);
        try {
            terminal.setAttributes(before);
        } catch (IOError gone) {
            bell.quit(); // with the terminal, which has nothing to be restored
        }
    }

    private void put(String text) {
        terminal.writer().write(text);
        terminal.writer().flush();
    }
}
