package org.understudy.heartbeat;

import java.util.LinkedHashSet;
import java.util.Set;
import org.understudy.model.BootId;

/**
 * The lives of one peer's agent on one link: which one is current, how far it has counted, and
 * which ones are over. Used by the link's receiving thread alone.
 */
final class Lives {
    private static final int REMEMBERED = 64;

    private final Set<BootId> over = new LinkedHashSet<>();
    private BootId current;
    private long last;

    /** Whether this beat is newer than all before it; if so it is the last one from now on. */
    boolean advances(BootId boot, long sequence) {
        if (over.contains(boot) || boot.equals(current) && sequence <= last) {
            return false;
        }
        if (!boot.equals(current)) {
            end(current);
            current = boot;
        }
        last = sequence;
        return true;
    }

    private void end(BootId boot) {
        if (boot == null) {
            return;
        }
        if (over.size() == REMEMBERED) {
            over.remove(over.iterator().next());
        }
        over.add(boot);
    }
}
