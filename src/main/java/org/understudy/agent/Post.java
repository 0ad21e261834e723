package org.understudy.agent;

import org.understudy.heartbeat.Replicator;
import org.understudy.journal.HybridClock;
import org.understudy.journal.Replication;
import org.understudy.model.LinkName;
import org.understudy.model.NodeName;
import org.understudy.wire.Page;

/** Between the links and the journal. */
record Post(HybridClock stamps, Replication replication) implements Replicator {
    @Override
    public long clock() {
        return stamps.next();
    }

    @Override
    public void clock(long heard) {
        stamps.seen(heard);
    }

    @Override
    public boolean take(LinkName link, Page page) {
        return replication.heard(link, new NodeName(page.node()), page);
    }
}
