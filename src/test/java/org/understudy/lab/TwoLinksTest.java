package org.understudy.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two links: a peer is silent only when both are. */
@Tag("lab")
final class TwoLinksTest {
    @RegisterExtension
    static final Stage STAGE = new Stage("twolinks", "LAB_HB", "hb1 hb2");
    private static final Lab LAB = STAGE.lab;

    private Stage.Scene scene;

    @BeforeEach
    void note() {
        scene = STAGE.scene();
    }

    @Test
    void s17OneLinkCutMovesNothingAndIsShown() throws Exception {
        LAB.does("cut", "n1", "n2", "hb1");
        LAB.await("the link to be shown silent", Stage.PATIENCE,
                () -> scene.nodes().matches("(?s).*hb#1 silent [\\d.]+m?s, hb#2 up .*"));
        LAB.holds("nothing moves", Duration.ofSeconds(6),
                () -> scene.same() && scene.joined());
        nothingMoved();
    }

    @Test
    void s12FenceThatLiesWhileALinkStillCarriesBeatsStartsNothing() throws Exception {
        LAB.does("fence-mode", "lie");
        LAB.does("cut", "n1", "n2", "hb1");
        LAB.holds("nothing moves", Duration.ofSeconds(6), scene::same);
        nothingMoved();
    }

    @Test
    void s12BeatThatComesWhileTheFenceLiesCountsMore() throws Exception {
        LAB.fenceCommand("#!/bin/sh\nsleep 3\necho \"$1 is off\"\nexit 0\n");
        LAB.does("cut", "n1", "n2");
        LAB.await("the fence", Stage.PATIENCE, () -> !scene.journal("fence.begin").isEmpty());
        LAB.does("heal", "n1", "n2", "hb2");
        LAB.await("the fence to lie", Stage.PATIENCE,
                () -> !scene.journal("fence.end", "result", "confirmed").isEmpty());
        LAB.await("the lie to be found out", Stage.PATIENCE, () -> scene.journal("fence.failed")
                .stream().anyMatch(line -> line.facts().get("detail")
                        .equals("it was said to be off but still sends beats")));
        LAB.holds("nothing starts", Duration.ofSeconds(4), () -> scene.active().is("up")
                && !scene.passive().mounted() && !scene.passive().addressed());
        assertEquals(List.of(), scene.journal("action.begin"));
        assertEquals(List.of(scene.active().name()), STAGE.watch.holders());
    }

    /** All links cut and a fence that lies: nobody can know; the address is the last guard. */
    @Test
    void s12AddressThatAnswersStopsAStartThatALieAllowed() throws Exception {
        LAB.does("fence-mode", "lie");
        LAB.does("cut", "n1", "n2", "hb1");
        LAB.does("cut", "n1", "n2", "hb2");
        LAB.await("the start to fail", Stage.PATIENCE, () -> !scene.journal("action.end",
                "do", "start", "result", "failed").isEmpty());
        String detail = scene.passive().entry(scene.mark(), "action.end").facts().get("detail");
        assertTrue(detail.contains(Lab.ADDRESS + " is already up on another host"), detail);
        assertEquals(List.of(), scene.journal("step.begin", "do", "start"),
                "it is asked before anything is touched");
        LAB.does("heal");
        LAB.await("both to hear each other", Stage.PATIENCE, scene.passive()::joined);
        assertTrue(STAGE.from(scene.active()), "it still answers");
        assertEquals(List.of(scene.active().name()), STAGE.watch.holders());
    }

    private void nothingMoved() {
        assertEquals(List.of(scene.active().name()), STAGE.watch.holders());
        assertEquals(List.of(), scene.journal("fence.begin"));
        assertEquals(List.of(), scene.journal("peer.silent"));
        assertEquals(List.of(), scene.journal("action.begin"));
    }
}
