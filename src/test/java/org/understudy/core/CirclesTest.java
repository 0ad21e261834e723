package org.understudy.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.understudy.model.Event;
import org.understudy.model.Goal;
import org.understudy.model.Orchestrate;
import org.understudy.model.Request;
import org.understudy.model.Resource;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Rules;
import org.understudy.model.Rules.Relations;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;
import org.understudy.model.Status;
import org.understudy.model.View;
import org.understudy.model.Wish;

/** What waits for itself, over whatever detour, is named. */
final class CirclesTest {
    @Test
    void aServiceThatIsItsOwnParentIsACircleOfOne() {
        assertEquals(Optional.of("its parents form a circle, so that none can be the first: a is"
                + " started after a: take one out of parents; svcmgr -s a start --local starts it"
                + " all the same"), words(view("a:a"), "a"));
    }

    @Test
    void aLongWayRoundIsFoundFromEachOfItsServices() {
        View view = view("a:b", "b:c", "c:d", "d:a");
        for (String name : List.of("a", "b", "c", "d")) {
            assertTrue(words(view, name).orElseThrow().contains("d is started after a"), name);
        }
    }

    @Test
    void whoOnlyWaitsForACircleIsNotInIt() {
        assertEquals(Optional.empty(), words(view("a:b", "b:c", "c:b"), "a"));
    }

    @Test
    void twoWaysToTheSameParentAreNoCircle() {
        assertEquals(Optional.empty(), words(view("a:b,c", "b:d", "c:d", "d:"), "a"));
    }

    @Test
    void aCircleOfWhichOneIsUpHoldsNobodyUp() {
        View view = view("a:b", "b:a");
        assertTrue(words(view, "a").isPresent());
        assertEquals(Optional.empty(), words(probed(view, "b", Status.UP), "a"));
    }

    @Test
    void aServiceThatIsNotKnownHereEndsTheSearch() {
        assertEquals(Optional.empty(), words(view("a:elsewhere"), "a"));
    }

    @Test
    void aWishToStartOneOfThemFailsAtOnceAndNamesIt() {
        View asked = Facts.after(view("a:b", "b:a"), new Event.Asked(new Request("1", "root@n1",
                new ServiceName("a"), Goal.STARTED, Request.Scope.CLUSTER)), view("a:").now());
        Wish wish = asked.wishes().get(0);
        assertEquals(Wish.State.FAILED, wish.state());
        assertEquals(words(view("a:b", "b:a"), "a"), Optional.of(wish.detail()));
    }

    private static Optional<String> words(View view, String service) {
        return Circles.ofParents(view, view.services().get(new ServiceName(service)));
    }

    /** Services that are down, each with its parents. */
    private static View view(String... relations) {
        OneNode node = new OneNode(Set.of(), "n1", "n2");
        Service usual = node.view().services().get(OneNode.WEB).service();
        List<Service> services = new ArrayList<>();
        for (String relation : relations) {
            String[] parts = relation.split(":");
            List<ServiceName> parents = parts.length == 1 ? List.of()
                    : List.of(parts[1].split(",")).stream().map(ServiceName::new).toList();
            services.add(service(usual, new ServiceName(parts[0]), parents));
        }
        View view = node.take(new Event.Loaded(services)).view();
        for (Service service : services) {
            view = probed(view, service.name().value(), Status.DOWN);
        }
        return view;
    }

    private static Service service(Service usual, ServiceName name, List<ServiceName> parents) {
        Rules rules = usual.rules();
        return new Service(name, usual.nodes(), Orchestrate.HA, "TST", 100, true,
                usual.resources(), Set.of(), "c0ffee", new Rules(rules.topology(), rules.flex(),
                        rules.placement(), new Relations(parents, List.of(), List.of(), List.of(),
                                List.of(), List.of()), rules.monitorAction(), rules.takeovers()));
    }

    private static View probed(View view, String service, Status status) {
        TreeMap<org.understudy.model.Rid, ResourceStatus> found = new TreeMap<>();
        for (Resource resource : view.services().get(new ServiceName(service)).service()
                .resources()) {
            found.put(resource.rid(), new ResourceStatus(status, ""));
        }
        return Facts.after(view, new Event.Probed(new ServiceName(service), found), view.now());
    }
}
