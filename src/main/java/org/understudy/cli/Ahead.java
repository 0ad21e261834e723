package org.understudy.cli;

import java.util.List;
import org.understudy.wire.ServiceStatus;
import org.understudy.wire.Shapes;

/**
 * Loads what reads and shows an answer while it is still being asked for: opening the socket keeps
 * one processor busy, the agent's look at the resources another.
 */
final class Ahead {
    private static final String ANSWER = "[{\"name\":\"\",\"frozen\":false,"
            + "\"groups\":{\"fs\":\"\"},\"resources\":[{\"rid\":\"fs#1\",\"group\":\"fs\","
            + "\"notes\":[\"\"]}],\"peers\":[{\"node\":\"\"}],\"running\":[]}]";

    private Ahead() {
    }

    static void begin() {
        Thread thread = new Thread(Ahead::load, "ahead");
        thread.setDaemon(true);
        thread.start();
    }

    private static void load() {
        List<ServiceStatus> none = Shapes.list(ANSWER, ServiceStatus.class);
        SvcmonTable.of(none);
        none.forEach(StatusTree::of);
    }
}
