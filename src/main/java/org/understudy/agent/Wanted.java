package org.understudy.agent;

import java.util.List;
import java.util.Optional;
import org.understudy.model.LinkName;
import org.understudy.model.Local;
import org.understudy.model.NodeName;
import org.understudy.model.Rid;
import org.understudy.model.ServiceName;
import org.understudy.model.View;
import org.understudy.sim.Happening;
import org.understudy.sim.Happening.About;
import org.understudy.wire.Simulate;

/** Whom the happenings are about that somebody typed. */
final class Wanted {
    private final View view;
    private final List<ServiceName> services;

    /** @throws Refusal for a service that is not known here */
    Wanted(View view, List<String> services) {
        this.view = view;
        this.services = services.stream().map(ServiceName::new).toList();
        this.services.stream().filter(name -> !view.services().containsKey(name)).findFirst()
                .ifPresent(name -> {
                    throw new Refusal(404, "no service " + name + " on this node",
                            "svcmon lists the services");
                });
    }

    static Happening.Kind kind(Simulate.Happening one) {
        return Wording.word(Happening.Kind.class, one.what());
    }

    /** One of them for each service that it is about. */
    List<About> of(Simulate.Happening one) {
        String whom = one.whom() == null ? "" : one.whom();
        return switch (kind(one)) {
            case CRASH, REBOOT, SHUTDOWN -> List.of(About.ALL.node(node(whom)));
            case CUT -> List.of(cut(whom));
            case HEAL -> List.of(About.ALL);
            case FAIL -> List.of(failing(whom));
            case FREEZE, THAW -> frozen(whom);
            case SWITCH -> List.of(About.ALL.node(node(whom)).service(only("switch")));
        };
    }

    private NodeName node(String name) {
        return view.cluster().nodes().stream().filter(node -> node.value().equals(name)).findFirst()
                .orElseThrow(() -> new Refusal(404, "expected one of " + view.cluster().nodes()
                        + ", got \"" + name + "\"", "svcmgr nodes"));
    }

    private About cut(String whom) {
        int colon = whom.indexOf(':');
        String name = whom.substring(colon + 1);
        LinkName link = view.cluster().links().stream().map(one -> one.name())
                .filter(one -> one.value().equals(name)).findFirst()
                .orElseThrow(() -> new Refusal(404, "expected one of " + view.cluster().links()
                        .stream().map(one -> one.name().value()).toList() + ", got \"" + name
                        + "\"", "svcmgr links"));
        About all = About.ALL.link(link);
        return colon < 0 ? all : all.node(node(whom.substring(0, colon)));
    }

    private About failing(String whom) {
        List<ServiceName> having = view.services().values().stream().map(Local::service)
                .filter(service -> services.isEmpty() || services.contains(service.name()))
                .filter(service -> service.resources().stream()
                        .anyMatch(resource -> resource.rid().value().equals(whom)))
                .map(service -> service.name()).toList();
        if (having.size() != 1) {
            throw new Refusal(404, having.isEmpty() ? "no resource \"" + whom + "\" here"
                    : whom + ": expected one service that has it, got " + having,
                    having.isEmpty() ? "svcmgr -s <service> print status" : "svcmgr -s "
                            + having.get(0) + " simulate --fail " + whom);
        }
        return About.ALL.service(having.get(0)).rid(new Rid(whom));
    }

    private List<About> frozen(String whom) {
        if (whom.isEmpty()) {
            return services.isEmpty() ? List.of(About.ALL)
                    : services.stream().map(About.ALL::service).toList();
        }
        Optional<About> service = view.services().keySet().stream()
                .filter(name -> name.value().equals(whom)).findFirst().map(About.ALL::service);
        return List.of(service.orElseGet(() -> About.ALL.node(node(whom))));
    }

    private ServiceName only(String what) {
        List<ServiceName> all = services.isEmpty() ? List.copyOf(view.services().keySet())
                : services;
        if (all.size() != 1) {
            throw new IllegalArgumentException(what + ": expected one service, got " + all);
        }
        return all.get(0);
    }
}
