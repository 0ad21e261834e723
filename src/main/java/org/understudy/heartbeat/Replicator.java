package org.understudy.heartbeat;

import org.understudy.model.LinkName;
import org.understudy.wire.Page;

/**
 * The journal's side of the links: its clock, which goes along with every beat, and its pages,
 * which travel beside them. Called by the threads of the links: never blocks, takes no lock.
 */
public interface Replicator {
    /** For tests and tools that keep no journal. */
    Replicator NONE = new Replicator() {
        @Override
        public long clock() {
            return 0;
        }

        @Override
        public void clock(long heard) {
            // There is no clock to advance.
        }

        @Override
        public boolean take(LinkName link, Page page) {
            return false;
        }
    };

    /** The stamp of a beat that leaves now; 0 for none. */
    long clock();

    /** That of a valid beat or page which came in. */
    void clock(long heard);

    /** A valid page came in on this link; false when there is no room for it. */
    boolean take(LinkName link, Page page);
}
