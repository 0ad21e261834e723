package org.understudy.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.understudy.model.Goal;
import org.understudy.model.Monitor;
import org.understudy.model.NodeName;
import org.understudy.model.Request;
import org.understudy.model.Request.Scope;
import org.understudy.model.Service;
import org.understudy.model.Status;
import org.understudy.model.Terms;
import org.understudy.model.View;

/** What a dry run shows: up here and down on n2, or the other way round. */
final class ForesightTest {
    private final OneNode node = new OneNode(Set.of(), "n1", "n2");

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "STOPPED | CLUSTER | n1 FREEZE, n2 FREEZE, n1 STOP",
        "STOPPED | LOCAL | n1 FREEZE, n1 STOP",
        "RESTARTED | CLUSTER | n1 STOP, n1 START",
        "FROZEN | CLUSTER | n1 FREEZE, n2 FREEZE",
        "FROZEN | LOCAL | n1 FREEZE",
        "STARTED | CLUSTER | ''",
        "THAWED | CLUSTER | ''",
        "PLACED | CLUSTER | n1 STOP, n2 START",
        "CLEARED | CLUSTER | ''"})
    void ofWhatIsUpHere(Goal goal, Scope scope, String expected) {
        node.probed(Status.UP, Status.UP).beat("m2", Status.DOWN, Monitor.IDLE);
        assertEquals(expected, deeds(goal, scope));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "STARTED | CLUSTER | n1 START", "STARTED | LOCAL | n1 START",
        "STOPPED | CLUSTER | n1 FREEZE, n2 FREEZE", "RESTARTED | CLUSTER | ''",
        "PLACED | CLUSTER | n2 START"})
    void ofWhatIsDown(Goal goal, Scope scope, String expected) {
        node.beat("m2", Status.DOWN, Monitor.IDLE);
        assertEquals(expected, deeds(goal, scope));
    }

    @Test
    void stepsAreThoseOfTheSamePlans() {
        node.probed(Status.UP, Status.UP).beat("m2", Status.DOWN, Monitor.IDLE);
        List<Foresight.Deed> deeds = Foresight.of(node.view(), request(Goal.PLACED, Scope.CLUSTER));
        Service service = node.view().services().get(OneNode.WEB).service();
        assertEquals(List.of(Plans.stop(service, false), Plans.start(service)),
                deeds.stream().map(Foresight.Deed::plan).toList());
    }

    @Test
    void whatTheCoreWouldRefuseIsRefused() {
        node.beat("m2", Status.UP, Monitor.IDLE);
        assertEquals(Optional.of("up on n2"),
                Foresight.refusal(node.view(), request(Goal.STARTED, Scope.LOCAL)));
        assertEquals(Optional.empty(),
                Foresight.refusal(node.view(), request(Goal.STOPPED, Scope.CLUSTER)));
    }

    @Test
    void nothingIsChanged() {
        View before = node.beat("m2", Status.DOWN, Monitor.IDLE).view();
        deeds(Goal.STARTED, Scope.CLUSTER);
        Foresight.refusal(before, request(Goal.STARTED, Scope.LOCAL));
        assertEquals(before, node.view());
    }

    @Test
    void leavingStopsWhatIsHere() {
        assertEquals(List.of(), Foresight.leaving(node.view(), true));
        node.probed(Status.UP, Status.UP);
        assertEquals(1, Foresight.leaving(node.view(), false).size());
    }

    private String deeds(Goal goal, Scope scope) {
        return String.join(", ", Foresight.of(node.view(), request(goal, scope)).stream()
                .map(deed -> deed.node() + " " + deed.what()).toList());
    }

    private static Request request(Goal goal, Scope scope) {
        return new Request("1", "root@n1", OneNode.WEB, goal, scope, goal == Goal.PLACED
                ? Optional.of(new NodeName("n2")) : Optional.empty(), Terms.NONE);
    }
}
