package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.understudy.model.Beat;
import org.understudy.model.BootId;
import org.understudy.model.Event;
import org.understudy.model.LinkName;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.ServiceName;

/** What a loop gets that does not keep up. */
final class InboxTest {
    private final Inbox inbox = new Inbox();

    private void beat(String node, String link, long sequence) {
        beat(node, link, sequence, "b");
    }

    private void beat(String node, String link, long sequence, String life) {
        inbox.accept(new Event.BeatHeard(new LinkName(link), new Beat("lab", new NodeName(node),
                new BootId(life), "m", sequence, sequence, NodeState.IDLE, new TreeMap<>(),
                new TreeMap<>())));
    }

    private void probed(String service) {
        inbox.accept(new Event.Probed(new ServiceName(service), new TreeMap<>()));
    }

    private List<String> taken(int many) throws InterruptedException {
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            Event event = inbox.take();
            taken.add(event instanceof Event.BeatHeard heard ? heard.beat().node() + " "
                    + heard.link() + " " + heard.beat().sequence()
                    : event instanceof Event.Probed probed ? probed.service().value() : "tick");
        }
        return taken;
    }

    @Test
    void ofTheBeatsOfANodeOnALinkTheLatestCounts() throws InterruptedException {
        for (long i = 1; i <= 10_000; i++) {
            beat("n2", "hb#1", i);
            beat("n2", "hb#2", i);
            beat("n3", "hb#1", i);
        }
        inbox.tick();
        assertEquals(List.of("n2 hb#1 10000", "n2 hb#2 10000", "n3 hb#1 10000", "tick"),
                taken(4));
    }

    @Test
    void aBeatWaitsForOneOtherEventAtMost() throws InterruptedException {
        for (int i = 0; i < 6; i++) {
            probed("s" + i);
        }
        beat("n2", "hb#1", 1);
        beat("n3", "hb#1", 1);
        assertEquals(List.of("n2 hb#1 1", "s0", "n3 hb#1 1", "s1", "s2"), taken(5));
    }

    @Test
    void beatsThatNeverEndKeepNothingElseOut() throws InterruptedException {
        probed("s1");
        probed("s2");
        List<String> all = new ArrayList<>();
        for (long i = 1; i <= 4; i++) {
            beat("n2", "hb#1", i);
            all.addAll(taken(1));
        }
        assertEquals(List.of("n2 hb#1 1", "s1", "n2 hb#1 3", "s2"), all);
    }

    /** Such as the end of a fence: what was heard before it says nothing against it. */
    @Test
    void nothingOvertakesABeatThatCameBefore() throws InterruptedException {
        beat("n2", "hb#1", 1);
        beat("n2", "hb#2", 1);
        beat("n3", "hb#1", 1);
        probed("s1");
        beat("n2", "hb#2", 2);
        assertEquals(List.of("n2 hb#1 1", "n2 hb#2 2", "n3 hb#1 1", "s1"), taken(4));
    }

    /** What the agent before had said would count again until the new one's next beat. */
    @Test
    void noLifeOfAnAgentOvertakesTheOneBefore() throws InterruptedException {
        beat("n2", "hb#1", 8);
        beat("n2", "hb#2", 8);
        beat("n2", "hb#1", 1, "c");
        beat("n2", "hb#1", 2, "c");
        assertEquals(List.of("n2 hb#2 8", "n2 hb#1 2"), taken(2));
    }

    @Test
    void oneTickWaitsAtATime() throws InterruptedException {
        inbox.tick();
        inbox.tick();
        probed("s1");
        assertEquals(List.of("tick", "s1"), taken(2));
        inbox.tick();
        assertEquals(List.of("tick"), taken(1));
    }

    @Test
    void itIsBoundedAndNeverBlocks() {
        IllegalStateException full = assertThrows(IllegalStateException.class, () -> {
            for (int i = 0; i < 100_000; i++) {
                probed("s" + i);
            }
        });
        assertTrue(full.getMessage().contains("8192 events waiting"), full.getMessage());
        inbox.tick();
        beat("n2", "hb#1", 1);
    }

    @Test
    void whoWaitsIsWoken() throws Exception {
        CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> {
            try {
                return taken(1).get(0);
            } catch (InterruptedException e) {
                return e.toString();
            }
        });
        beat("n2", "hb#1", 7);
        assertEquals("n2 hb#1 7", first.get(60, TimeUnit.SECONDS));
    }
}
