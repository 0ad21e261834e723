package org.understudy.fence;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.understudy.config.FenceKeywords;
import org.understudy.config.Section;
import org.understudy.exec.Await;
import org.understudy.exec.Deadline;
import org.understudy.fence.PowerSwitch.Answer;
import org.understudy.fence.PowerSwitch.Said;
import org.understudy.model.FenceResult;
import org.understudy.model.NodeName;

/**
 * Switches the power off, and believes it only once it has been read to be off. What the device
 * says of the order alone proves nothing.
 */
final class PowerFence implements Fence {
    private static final Logger LOG = LoggerFactory.getLogger(PowerFence.class);
    private static final Duration BETWEEN = Duration.ofMillis(500);
    private static final Duration ON_AGAIN = Duration.ofSeconds(5);

    private final PowerSwitch power;
    private final Duration timeout;
    private final boolean again;

    PowerFence(Section section, PowerSwitch power) {
        this.power = power;
        this.timeout = section.get(FenceKeywords.TIMEOUT);
        this.again = section.get(FenceKeywords.ACTION).equals("reboot");
    }

    /** Half of the time is left to read what came of the order. */
    @Override
    public Outcome fence(NodeName node, Deadline deadline) throws InterruptedException {
        LOG.info("fence.run node={} device=\"{}\"", node, power);
        Deadline own = deadline.atMost(timeout);
        Said order = power.order(false, own.atMost(timeout.dividedBy(2)));
        Said[] last = {order};
        Await.until(() -> {
            Said now = power.read(own);
            // A reading that the deadline cut off does not undo what was read before.
            last[0] = now.is(Answer.SILENT) && last[0].is(Answer.ON) ? last[0] : now;
            return last[0].is(Answer.OFF) || order.is(Answer.REFUSED);
        }, BETWEEN, own);
        if (last[0].is(Answer.OFF)) {
            return new Outcome(FenceResult.CONFIRMED, power + ": " + last[0].detail(),
                    again ? Optional.of(this::onAgain) : Optional.empty());
        }
        String detail = power + ": " + order.detail() + (order.detail().equals(last[0].detail())
                ? "" : "; then: " + last[0].detail());
        return new Outcome(judge(order, last[0]), detail);
    }

    /** It may be off when the order may have arrived and nobody has read that it is on. */
    private static FenceResult judge(Said order, Said last) {
        return order.is(Answer.REFUSED) || last.is(Answer.ON) ? FenceResult.FAILED
                : FenceResult.UNKNOWN;
    }

    private String onAgain() throws InterruptedException {
        return power + ": " + power.order(true, Deadline.in(ON_AGAIN)).detail();
    }

    @Override
    public Test test(NodeName node, Deadline deadline) throws InterruptedException {
        Said said = power.read(deadline.atMost(timeout));
        boolean works = said.is(Answer.ON) || said.is(Answer.OFF);
        return new Test(works ? Verdict.WORKS : Verdict.FAILS, power + ": " + said.detail());
    }

    @Override
    public List<String> lacks() {
        return power.lacks();
    }
}
