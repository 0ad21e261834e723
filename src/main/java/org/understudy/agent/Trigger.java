package org.understudy.agent;

import java.util.Locale;
import org.understudy.model.Event;
import org.understudy.model.Request;

/** What made the loop look again, in a few words. */
final class Trigger {
    private Trigger() {
    }

    static String of(Event event) {
        if (event instanceof Event.BeatHeard beat) {
            return "beat of " + beat.beat().node() + " on " + beat.link();
        }
        if (event instanceof Event.Asked asked) {
            return "request of " + asked.request().author() + ": " + words(asked.request());
        }
        if (event instanceof Event.Fenced fenced) {
            return "fence of " + fenced.node() + ": "
                    + fenced.result().name().toLowerCase(Locale.ROOT);
        }
        if (event instanceof Event.Vouched vouched) {
            return "word of " + vouched.author() + " that " + vouched.node() + " is off";
        }
        if (event instanceof Event.Ended ended) {
            return "action on " + ended.service() + (ended.ok() ? " ended" : " failed");
        }
        if (event instanceof Event.Probed probed) {
            return "resources of " + probed.service() + " read";
        }
        if (event instanceof Event.Stepped stepped) {
            return stepped.rid() + " of " + stepped.service() + " "
                    + stepped.status().status().word();
        }
        return event instanceof Event.Tick ? "time"
                : event.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    private static String words(Request request) {
        return request.goal().word() + " " + request.service()
                + request.to().map(node -> " on " + node).orElse("");
    }
}
