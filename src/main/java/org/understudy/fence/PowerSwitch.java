package org.understudy.fence;

import java.util.List;
import org.understudy.exec.Deadline;

/** The switch of one machine's power, which can be asked how it stands. */
interface PowerSwitch {
    /** OFF and ON as read; TAKEN: will be done; REFUSED: will not; SILENT: nobody knows. */
    enum Answer { OFF, ON, TAKEN, REFUSED, SILENT }

    /**
     * What the device answered.
     *
     * @param answer in one word
     * @param detail for people; no secrets
     */
    record Said(Answer answer, String detail) {
        boolean is(Answer other) {
            return answer == other;
        }
    }

    /** Reads how it stands: OFF, ON, REFUSED or SILENT. Changes nothing. */
    Said read(Deadline deadline) throws InterruptedException;

    /** Orders it on or off: TAKEN, REFUSED or SILENT. */
    Said order(boolean on, Deadline deadline) throws InterruptedException;

    /** What it needs and this machine lacks, one line each. */
    List<String> lacks();
}
