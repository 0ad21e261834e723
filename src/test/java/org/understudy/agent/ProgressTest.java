package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.understudy.model.Moment;
import org.understudy.model.Rid;
import org.understudy.model.ServiceName;

/** What is told of an action while it runs. */
final class ProgressTest {
    private static final ServiceName WEB = new ServiceName("web");

    private Moment now = new Moment(0);
    private final Progress progress = new Progress(new Clock() {
        @Override
        public Moment now() {
            return now;
        }

        @Override
        public Instant wall() {
            return Instant.EPOCH;
        }
    });

    private void pass(long millis) {
        now = now.plus(Duration.ofMillis(millis));
    }

    @Test
    void eachStepIsToldWithItsTimeAndWhatIsUsual() {
        Deque<Runnable> later = new ArrayDeque<>();
        progress.knowing(later::add, service -> Map.of("start fs#1", Duration.ofMillis(2000)));
        assertEquals("", progress.words(WEB));
        progress.begins(WEB, "start");
        pass(300);
        assertEquals("start: 300ms", progress.words(WEB));
        progress.begins(WEB, "start", new Rid("fs#1"));
        progress.begins(WEB, "start", new Rid("ip#1"));
        pass(3100);
        later.remove().run();
        assertEquals("start: fs#1, 3.1s, usually 2.0s; start: ip#1, 3.1s", progress.words(WEB));
        progress.ends(WEB, new Rid("fs#1"));
        assertEquals("start: ip#1, 3.1s", progress.words(WEB));
        progress.ends(WEB, new Rid("ip#1"));
        assertEquals("start: 3.4s", progress.words(WEB));
        progress.ends(WEB);
        assertEquals(List.of(), progress.of(WEB));
    }
}
