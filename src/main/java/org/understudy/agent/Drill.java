package org.understudy.agent;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.understudy.model.Local;
import org.understudy.model.View;

/** One rehearsal on the live cluster: what an operator wants to have seen by day. */
interface Drill {
    /** What it is: {@code link-cut}. */
    String what();

    /** The fact by which the journal names its subject: {@code link} or {@code service}. */
    String kind();

    /** The link or service. */
    String of();

    /** The services that are to be well before it. */
    List<Local> services(View view);

    /** What else speaks against it; empty when nothing does. */
    List<String> reasons(View view);

    /** What it does, a line for each step. */
    List<String> plan();

    /**
     * Plays it to its end, which it always comes to.
     *
     * @param ender who wants it to end early; nobody as long as it is empty
     */
    End play(Supplier<Optional<String>> ender) throws InterruptedException;

    /**
     * How it went.
     *
     * @param result {@code ok}, {@code reverted} or {@code failed}
     * @param moved what is elsewhere than before
     * @param downtime of a service, each way; empty where none was down
     * @param detail in a sentence
     */
    record End(String result, String moved, String downtime, String detail) {
        boolean good() {
            return result.equals("ok");
        }
    }
}
