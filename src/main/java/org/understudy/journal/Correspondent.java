package org.understudy.journal;

import java.time.Duration;
import java.util.List;
import org.understudy.model.LinkName;
import org.understudy.model.NodeName;
import org.understudy.wire.Page;
import org.understudy.wire.Page.Part;

/**
 * The exchange with one other node: sends it what it lacks as long as it answers, tells it now and
 * then how far its journal is known here, changes the link when nothing comes back. Of one thread.
 */
final class Correspondent {
    /** Pages that may wait for the other's word: few, so that they never crowd out its beats. */
    private static final int UNDERWAY = 16;
    /** Between two pages, apart from a burst. */
    private static final long EACH = Duration.ofMillis(10).toNanos();
    private static final long AGAIN = Duration.ofMillis(250).toNanos();
    private static final long HELLO = Duration.ofSeconds(1).toNanos();
    private static final long SILENT = Duration.ofSeconds(3).toNanos();

    private final NodeName peer;
    private final List<LinkName> links;
    private final Outgoing outgoing;
    private final Replica replica;
    private boolean heard;
    private boolean owes;
    private int link;
    private int underway;
    private int window = UNDERWAY;
    private long heardAt;
    private long sentAt;
    private long progressAt;
    private long allowedAt;

    /** Where pages go; what cannot be sent is lost. */
    interface Post {
        void send(NodeName to, LinkName link, Part part, Page.Mark have);
    }

    Correspondent(NodeName peer, List<LinkName> links, Outgoing outgoing, Replica replica) {
        this.peer = peer;
        this.links = List.copyOf(links);
        this.outgoing = outgoing;
        this.replica = replica;
    }

    Replica replica() {
        return replica;
    }

    /** A page of that node came in. */
    void take(LinkName from, Page page, long now) {
        link = Math.max(0, links.indexOf(from));
        heard = true;
        heardAt = now;
        if (outgoing.has(page.have())) {
            progressAt = now;
            underway = 0;
            window = Math.min(UNDERWAY, 2 * window);
        }
        if (!page.empty()) {
            replica.take(page.part());
            owes = true;
        }
    }

    /** Sends what is due. */
    void turn(long now, Post post) {
        if (heard && now - heardAt > SILENT) {
            heard = false;
            again(now);
        }
        if (heard && outgoing.awaits() && now - progressAt > AGAIN) {
            again(now);
        }
        boolean more = heard;
        while (more && underway < window && allowed(now)) {
            Part part = outgoing.next();
            more = part.bytes().length > 0;
            if (more) {
                begin(now);
                send(part, now, post);
            }
        }
        if (owes || now - sentAt > HELLO || sentAt == 0) {
            link = heard ? link : link + 1;
            send(Part.NOTHING, now, post);
        }
    }

    /** While nothing is awaited there is no lack of progress. */
    private void begin(long now) {
        progressAt = underway == 0 ? now : progressAt;
        underway++;
        allowedAt = Math.max(allowedAt, now - UNDERWAY * EACH) + EACH;
    }

    private boolean allowed(long now) {
        return allowedAt == 0 || now - allowedAt >= 0;
    }

    /** Who does not answer gets one page at a time until it does. */
    private void again(long now) {
        outgoing.again();
        underway = 0;
        window = 1;
        progressAt = now;
    }

    private void send(Part part, long now, Post post) {
        owes = false;
        sentAt = now;
        post.send(peer, links.get(Math.floorMod(link, links.size())), part, replica.have());
    }
}
