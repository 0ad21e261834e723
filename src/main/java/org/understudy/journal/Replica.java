package org.understudy.journal;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.understudy.model.NodeName;
import org.understudy.wire.JournalLine;
import org.understudy.wire.Page.Mark;
import org.understudy.wire.Page.Part;
import org.understudy.wire.PageCodec;

/**
 * Another node's journal as far as it has come here, and what has come of its next line. Believes
 * a page nothing but lines of that node; takes them only in their order. Of one thread.
 */
final class Replica {
    /** As many as the sender lets be underway. */
    private static final int EARLY = 16;

    private final NodeName node;
    private final Book book;
    private final HybridClock clock;
    private final Arrivals arrivals;
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private final Deque<Part> early = new ArrayDeque<>();
    private long line;
    private long last;
    private long refused;

    Replica(NodeName node, Book book, HybridClock clock, Arrivals arrivals) {
        this.node = node;
        this.book = book;
        this.clock = clock;
        this.arrivals = arrivals;
        List<JournalLine> kept = book.memory().all();
        kept.forEach(each -> clock.seen(each.stamp()));
        this.last = kept.isEmpty() ? 0 : kept.get(kept.size() - 1).stamp();
    }

    Book book() {
        return book;
    }

    /** How far it is; what the other node is told. */
    Mark have() {
        return new Mark(last, begun.size() == 0 ? 0 : line, begun.size());
    }

    /** How many lines were refused since the start. */
    long refused() {
        return refused;
    }

    /** Takes what comes next, keeps a little of what came too early; the rest comes again. */
    void take(Part part) {
        early.addLast(part);
        if (early.size() > EARLY) {
            early.removeFirst();
        }
        Optional<Part> next = early.stream().filter(this::fits).findFirst();
        while (next.isPresent()) {
            early.remove(next.get());
            add(next.get());
            next = early.stream().filter(this::fits).findFirst();
        }
    }

    /** A line may begin anew at any time: what came of it before may be nonsense. */
    private boolean fits(Part part) {
        return part.since() == last && (part.offset() == 0
                || part.line() == line && part.offset() == begun.size());
    }

    private void add(Part part) {
        if (part.offset() == 0) {
            begun.reset();
        }
        line = part.line();
        add(part.bytes());
    }

    private void add(byte[] bytes) {
        for (byte each : bytes) {
            if (each != '\n') {
                begun.write(each);
            } else if (!complete()) {
                return;
            }
        }
        if (begun.size() > PageCodec.MAX_LINE) {
            refuse();
        }
    }

    private boolean complete() {
        Optional<JournalLine> read = LineReader.strictly(begun.toByteArray())
                .filter(each -> each.node().equals(node.value()))
                .filter(each -> each.stamp() != last)
                .filter(each -> line == 0 || each.stamp() == line);
        if (read.isEmpty()) {
            refuse();
            return false;
        }
        begun.reset();
        line = 0;
        last = read.get().stamp();
        clock.seen(last);
        book.add(read.get());
        arrivals.add();
        return true;
    }

    private void refuse() {
        begun.reset();
        line = 0;
        refused++;
    }
}
