package org.understudy.fence;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.understudy.config.FenceKeywords;
import org.understudy.config.Section;
import org.understudy.exec.Await;
import org.understudy.exec.Deadline;
import org.understudy.fence.Pills.Answer;
import org.understudy.fence.Pills.Victim;
import org.understudy.model.FenceResult;
import org.understudy.model.NodeName;

/**
 * Orders a node to end itself by a note on a shared disk ({@code type = disk}). A node that answers
 * feeds its watchdog no more before it writes so: it is off a timeout after that, even if its reset
 * fails. A node that does not answer was last heard with a watchdog armed that is fed for half a
 * timeout at most after it last read that there was no order: it is off one and a half timeouts
 * after the order was on the disk, and is believed to be after two. Whatever starts its agent anew
 * on that boot of the machine has to read the order before it may start anything or feed the
 * watchdog; nothing else is ever confirmed, and what is not armed proves nothing.
 */
final class PillFence implements Fence {
    private static final Logger LOG = LoggerFactory.getLogger(PillFence.class);
    private static final Duration BETWEEN = Duration.ofMillis(200);

    private final Pills pills;
    private final Duration timeout;
    private final String where;

    PillFence(Section section, Pills pills) {
        this.pills = pills;
        this.timeout = section.get(FenceKeywords.TIMEOUT);
        this.where = "a pill" + section.find(FenceKeywords.HB).map(hb -> " on " + hb)
                .orElse(" on the shared disk");
    }

    @Override
    public Outcome fence(NodeName node, Deadline deadline) throws InterruptedException {
        Optional<Victim> victim = pills.victim(node);
        if (victim.isEmpty()) {
            return new Outcome(FenceResult.FAILED, where + ": " + node + " was never heard, so"
                    + " nobody knows which boot of it is to end");
        }
        LOG.info("fence.run node={} device=\"{}\"", node, where);
        UUID nonce = UUID.randomUUID();
        try {
            pills.order(node, victim.get().machine(), nonce);
        } catch (IOException e) {
            return new Outcome(FenceResult.UNKNOWN, where + ": it may not be there: "
                    + e.getMessage());
        }
        return new Wait(node, victim.get(), nonce, deadline.atMost(timeout)).outcome();
    }

    /** What follows an order that is on the disk. */
    private final class Wait {
        private final NodeName node;
        private final Victim victim;
        private final UUID nonce;
        private final Deadline limit;
        private final Deadline silent;
        private String trouble = "";
        private Optional<Answer> said = Optional.empty();

        Wait(NodeName node, Victim victim, UUID nonce, Deadline limit) {
            this.node = node;
            this.victim = victim;
            this.nonce = nonce;
            this.limit = limit;
            this.silent = Deadline.in(victim.watchdog().multipliedBy(2));
        }

        Outcome outcome() throws InterruptedException {
            boolean obeyed = Await.until(this::goes, BETWEEN,
                    victim.watchdog().isZero() ? limit : limit.atMost(silent.left()));
            return obeyed ? obeyed(said.orElseThrow().watchdog()) : silent();
        }

        private boolean goes() {
            try {
                said = pills.answer(node, victim.machine());
                trouble = "";
            } catch (IOException e) {
                trouble = ": " + e.getMessage();
            }
            return said.flatMap(Answer::goes).filter(nonce::equals).isPresent();
        }

        private Outcome obeyed(Duration watchdog) throws InterruptedException {
            if (watchdog.isZero()) {
                return new Outcome(FenceResult.UNKNOWN, where + ": " + node + " took it, but has no"
                        + " watchdog armed, so nothing makes sure that it ends");
            }
            return passed(Deadline.in(watchdog)) ? new Outcome(FenceResult.CONFIRMED, where + ": "
                    + node + " took it, and feeds its watchdog no more since "
                    + watchdog.toSeconds() + "s, its timeout") : late();
        }

        /**
         * It has to have been seen on this disk: another one may have the same name there. One that
         * goes by another node's order feeds its watchdog as little as one that hangs.
         */
        private Outcome silent() throws InterruptedException {
            boolean looked = said.filter(one ->
                    one.watchdog().equals(victim.watchdog())).isPresent();
            if (victim.watchdog().isZero() || !victim.reads() || !looked || !trouble.isEmpty()) {
                return new Outcome(FenceResult.FAILED, where + ": " + node + " has not answered,"
                        + " and nothing shows that it has a watchdog armed that is fed only while"
                        + " it reads there" + trouble);
            }
            String how = said.flatMap(Answer::goes).isPresent()
                    ? " took the order of another node" : " has not answered";
            return passed(silent) ? new Outcome(FenceResult.CONFIRMED, where + ": " + node + how
                    + ", and so its watchdog was not fed for its timeout of "
                    + victim.watchdog().toSeconds() + "s") : late();
        }

        private boolean passed(Deadline end) throws InterruptedException {
            Await.until(end::passed, BETWEEN, limit);
            return end.passed();
        }

        private Outcome late() {
            return new Outcome(FenceResult.UNKNOWN, where + ": timeout = " + timeout.toSeconds()
                    + "s is over before it is certain that " + node + " has ended");
        }
    }

    @Override
    public Test test(NodeName node, Deadline deadline) throws InterruptedException {
        Optional<Victim> victim = pills.victim(node);
        if (victim.isEmpty()) {
            return new Test(Verdict.UNTESTED, where + ": " + node + " was not heard yet");
        }
        try {
            boolean looks = pills.answer(node, victim.get().machine()).isPresent();
            return !looks || !victim.get().reads() ? new Test(Verdict.FAILS, where + ": " + node
                    + " does not look there with a watchdog armed")
                    : new Test(Verdict.WORKS, where + ": " + node + " looks there");
        } catch (IOException e) {
            return new Test(Verdict.FAILS, where + ": " + e.getMessage());
        }
    }

    @Override
    public List<String> lacks() {
        return List.of();
    }
}
