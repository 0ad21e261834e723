package org.understudy.agent;

import java.time.Instant;
import org.understudy.model.Moment;

/** The two clocks: one to decide by, one to show to people. */
interface Clock {
    /** Never goes back; has no meaning outside this process. */
    Moment now();

    /** What a watch on the wall says; for journals and screens only. */
    Instant wall();

    /** This machine's clocks. */
    static Clock system() {
        return new Clock() {
            @Override
            public Moment now() {
                return new Moment(System.nanoTime());
            }

            @Override
            public Instant wall() {
                return Instant.now();
            }
        };
    }
}
