package org.understudy.cli;

import java.util.List;
import org.understudy.api.ApiClient;
import org.understudy.wire.ServiceStatus;
import org.understudy.wire.Shapes;

/**
 * Does what a command will need while it does something else: a third of its time is the making of
 * what opens its socket, a third the loading of what reads and shows an answer. By threads of
 * classes of their own, as no lambda can run before what makes lambdas is there.
 */
final class Ahead {
    private static final String ANSWER = "[{\"name\":\"\",\"frozen\":false,"
            + "\"groups\":{\"fs\":\"\"},\"resources\":[{\"rid\":\"fs#1\",\"group\":\"fs\","
            + "\"notes\":[\"\"]}],\"peers\":[{\"node\":\"\"}],\"running\":[]}]";

    private Ahead() {
    }

    /** What is most likely to be shown. */
    enum Shown { TABLE, TREE }

    /** First of all, while it is found out what is meant. */
    static void begin() {
        begin(new Opening());
    }

    /** As soon as somebody is to be asked, while the answer is waited for. */
    static void asking(Shown shown) {
        begin(new Reading(shown));
    }

    private static void begin(Thread thread) {
        thread.setDaemon(true);
        thread.start();
    }

    private static final class Opening extends Thread {
        @Override
        public void run() {
            ApiClient.prepare();
        }
    }

    private static final class Reading extends Thread {
        private final Shown shown;

        private Reading(Shown shown) {
            this.shown = shown;
        }

        @Override
        public void run() {
            List<ServiceStatus> one = Shapes.list(ANSWER, ServiceStatus.class);
            if (shown == Shown.TABLE) {
                SvcmonTable.of(one);
            } else {
                StatusTree.of(one.get(0));
            }
        }
    }
}
