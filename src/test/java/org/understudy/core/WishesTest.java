package org.understudy.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.understudy.model.Goal;
import org.understudy.model.Monitor;
import org.understudy.model.Status;
import org.understudy.model.Target;
import org.understudy.model.Wish;

/** No wish lasts for ever. */
final class WishesTest {
    /** n2 was asked, told of it, and was never heard again. */
    @Test
    void aWishTakenUpFromAPeerEndsEvenIfThePeerIsGone() {
        OneNode n1 = new OneNode(Set.of(), "n1", "n2");
        n1.wishing(new Target(1, "id", "root@n2", Goal.STARTED))
                .beat("m2", Status.DOWN, Monitor.IDLE).pass(Duration.ofMinutes(9));
        assertEquals(Goal.STARTED, wanted(n1).orElseThrow().goal());
        n1.pass(Duration.ofMinutes(2));
        assertEquals(Optional.empty(), wanted(n1));
        assertEquals(Wish.State.FAILED, n1.view().wishes().get(0).state());
    }

    private static Optional<Target> wanted(OneNode node) {
        return node.view().services().get(OneNode.WEB).target().current();
    }
}
