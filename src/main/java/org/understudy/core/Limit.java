package org.understudy.core;

import java.time.Duration;
import org.understudy.model.Local;
import org.understudy.model.View;

/** How often a service may start by itself within an hour, so that it never goes round. */
public final class Limit {
    private static final Duration HOUR = Duration.ofHours(1);

    private Limit() {
    }

    /** Whether it has started by itself as often as it may within the last hour. */
    public static boolean reached(View view, Local local) {
        long recent = local.kept().moves().recent().stream()
                .filter(start -> view.now().since(start).compareTo(HOUR) < 0).count();
        return recent >= local.service().rules().takeovers();
    }

    static String words(Local local) {
        int limit = local.service().rules().takeovers();
        return "it started by itself " + limit + (limit == 1 ? " time" : " times") + " within the"
                + " last hour, which is its limit (max_takeovers); svcmgr -s "
                + local.service().name() + " start starts it all the same";
    }
}
