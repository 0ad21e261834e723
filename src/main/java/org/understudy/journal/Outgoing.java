package org.understudy.journal;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.understudy.wire.JournalLine;
import org.understudy.wire.Json;
import org.understudy.wire.Page.Mark;
import org.understudy.wire.Page.Part;
import org.understudy.wire.PageCodec;

/**
 * What one other node lacks of this node's journal: a window of lines behind what it has, and how
 * far they have been sent. Of one thread.
 */
final class Outgoing {
    private static final int WINDOW = 500;

    private final Journal journal;
    private final String node;
    private final int room;
    private final List<Encoded> lines = new ArrayList<>();
    private Mark have = Mark.NOTHING;
    private long read;
    private int at;
    private int offset;

    private record Encoded(long stamp, byte[] bytes) {
        static Encoded of(JournalLine line) {
            byte[] json = Json.encode(line);
            byte[] ended = Arrays.copyOf(json, json.length + 1);
            ended[json.length] = '\n';
            return new Encoded(line.stamp(), ended);
        }
    }

    /**
     * Nothing has been sent.
     *
     * @param node this one; lines under another name, of before it was renamed, stay here
     * @param room for so many bytes in a page
     */
    Outgoing(Journal journal, String node, int room) {
        this.journal = journal;
        this.node = node;
        this.room = Math.max(1, room);
    }

    /** Whether something was sent that the other node does not say it has. */
    boolean awaits() {
        return at > 0 || offset > 0;
    }

    /** The other node says how far it is; whether that is news. */
    boolean has(Mark mark) {
        if (mark.equals(have)) {
            return false;
        }
        int known = index(mark.last());
        if (mark.last() != have.last() && known < 0) {
            lines.clear();
            read = mark.last();
            at = 0;
            offset = 0;
        } else if (mark.last() != have.last()) {
            lines.subList(0, known + 1).clear();
            offset = at > known ? offset : 0;
            at = Math.max(0, at - known - 1);
        }
        have = mark;
        return true;
    }

    private int index(long stamp) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).stamp() == stamp) {
                return i;
            }
        }
        return -1;
    }

    /** What was sent and not taken is sent again. */
    void again() {
        at = 0;
        boolean part = !lines.isEmpty() && lines.get(0).stamp() == have.line()
                && have.offset() < lines.get(0).bytes().length;
        offset = part ? have.offset() : 0;
    }

    /** The next bytes to send; empty when all has been sent. */
    Part next() {
        if (at == lines.size() && at < WINDOW) {
            fill();
        }
        if (at == lines.size()) {
            return Part.NOTHING;
        }
        return offset > 0 || lines.get(at).bytes().length > room ? piece() : whole();
    }

    private void fill() {
        for (JournalLine line : journal.following(read, WINDOW - at)) {
            read = line.stamp();
            Encoded encoded = Encoded.of(line);
            if (line.node().equals(node) && encoded.bytes().length <= PageCodec.MAX_LINE) {
                lines.add(encoded);
            }
        }
    }

    private long since() {
        return at == 0 ? have.last() : lines.get(at - 1).stamp();
    }

    private Part piece() {
        Encoded line = lines.get(at);
        int end = Math.min(line.bytes().length, offset + room);
        Part part = new Part(since(), line.stamp(), offset,
                Arrays.copyOfRange(line.bytes(), offset, end));
        boolean last = end == line.bytes().length;
        at += last ? 1 : 0;
        offset = last ? 0 : end;
        return part;
    }

    private Part whole() {
        long since = since();
        long first = lines.get(at).stamp();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(room);
        while (at < lines.size() && bytes.size() + lines.get(at).bytes().length <= room) {
            bytes.writeBytes(lines.get(at).bytes());
            at++;
        }
        return new Part(since, first, 0, bytes.toByteArray());
    }
}
