package org.understudy.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.understudy.core.Guarding;
import org.understudy.model.Guard;
import org.understudy.model.Moment;
import org.understudy.model.View;

/**
 * Arms, feeds and switches off the hardware watchdog, by the rounds of the loop: a loop that hangs
 * feeds nothing. The others are told of it once it was armed and could be switched off again. What
 * they were told is written down, since they may believe it of the next life of this agent too.
 */
final class Guardian {
    private static final Duration FAREWELL = Duration.ofSeconds(2);
    private static final Duration RETRY = Duration.ofSeconds(10);
    /** So many times per timeout, so that one round that is late is no reason to end. */
    private static final int OFTEN = 4;

    private final Optional<WatchdogDevice> device;
    private final Duration atMost;
    private final Path promise;
    private final Chronicle chronicle;
    private Duration timeout = Duration.ZERO;
    private boolean armed;
    private boolean stays;
    private boolean ended;
    private Moment last;
    private Moment fed;
    private Moment tried;
    private long withdrawn;
    private boolean promised;
    private String trouble = "";
    private volatile Optional<String> notice = Optional.empty();

    /**
     * @param device empty where cluster.conf and node.conf name none
     * @param atMost the longest timeout that is of use
     * @param promise a file that is there while others may rely on the watchdog
     */
    Guardian(Optional<WatchdogDevice> device, Duration atMost, Path promise, Chronicle chronicle) {
        this.device = device;
        this.atMost = atMost;
        this.promise = promise;
        this.chronicle = chronicle;
        this.promised = Files.exists(promise);
    }

    /** What every status says of it. */
    Optional<String> notice() {
        return notice;
    }

    /**
     * Before a round's actions are handed out, on the loop's thread: arms it for them, or feeds it.
     *
     * @param now may be later than the view's
     * @return the view, knowing what came of it
     */
    synchronized View round(View view, Moment now) {
        boolean late = last != null && now.since(last).compareTo(atMost.dividedBy(2)) > 0;
        last = now;
        if (ended) {
            return view;
        }
        if (device.isPresent() && Guarding.due(view, now)) {
            tend(device.get(), view, now, late);
        }
        return told(view);
    }

    private void tend(WatchdogDevice watchdog, View view, Moment now, boolean late) {
        boolean needed = Guarding.needed(view);
        try {
            if (!armed && (needed || timeout.isZero() || !trouble.isEmpty()) && due(now)) {
                arm(watchdog, now);
            }
            if (armed && !needed && !stays) {
                disarm(watchdog);
            }
            if (armed && !late && now.since(fed).compareTo(timeout.dividedBy(OFTEN)) >= 0) {
                watchdog.feed();
                fed = now;
                trouble = "";
                notice = Optional.empty();
            }
        } catch (IOException e) {
            wrong(e, view);
        }
    }

    /** Where it was in order it is needed at once; where it was not, now and then is enough. */
    private boolean due(Moment now) {
        return trouble.isEmpty() || now.since(tried).compareTo(RETRY) >= 0;
    }

    private void arm(WatchdogDevice watchdog, Moment now) throws IOException {
        tried = now;
        timeout = watchdog.arm(atMost);
        armed = true;
        fed = now;
        trouble = "";
        notice = Optional.empty();
        chronicle.write("watchdog.armed", "timeout", Chronicle.text(timeout));
    }

    private void disarm(WatchdogDevice watchdog) throws IOException {
        stays = !watchdog.disarm();
        armed = stays;
        chronicle.write(stays ? "watchdog.stays" : "watchdog.off", "detail", stays
                ? "its driver does not let it be switched off (nowayout); it is fed on"
                : "nothing is up here that others could start");
    }

    private void wrong(IOException e, View view) {
        String words = String.valueOf(e.getMessage());
        if (!words.equals(trouble)) {
            chronicle.write("watchdog.failed", "detail", words);
        }
        if (trouble.isEmpty()) {
            withdrawn = view.generation() + 1;
        }
        trouble = words;
        notice = Optional.of("no watchdog guards this node: " + words);
    }

    private View told(View view) {
        Guard guard = Guard.NONE;
        if (!timeout.isZero() && trouble.isEmpty() && view.cluster().quorum().on()) {
            guard = new Guard(timeout, view.cluster().quorum().lease().plus(timeout));
        }
        if (!guard.equals(Guard.NONE) && !promised && !promise(view)) {
            guard = Guard.NONE;
        }
        if (guard.equals(Guard.NONE) && promised && Guarding.forgotten(view, withdrawn)) {
            release();
        }
        return Guarding.knowing(view, guard, armed && trouble.isEmpty() || !promised ? ""
                : trouble.isEmpty() ? "its watchdog is not armed yet"
                : "members rely on its watchdog that have not heard yet that it cannot be used: "
                        + trouble);
    }

    private boolean promise(View view) {
        try {
            Durable.write(promise, (view.self().machine() + "\n")
                    .getBytes(StandardCharsets.UTF_8));
            promised = true;
        } catch (IOException e) {
            wrong(e, view);
        }
        return promised;
    }

    private void release() {
        try {
            Files.deleteIfExists(promise);
            promised = false;
        } catch (IOException e) {
            chronicle.write("watchdog.failed", "detail", e.toString());
        }
    }

    /**
     * The agent ends. The watchdog is switched off where nothing is left here, or every member has
     * heard that it will be; left armed, it resets the machine unless the next life feeds it.
     */
    void end(Published published) throws InterruptedException {
        if (!ending()) {
            return;
        }
        long generation = published.round().view().generation();
        boolean known = Guarding.known(published.await(
                round -> Guarding.known(round.view(), generation), FAREWELL).view(), generation);
        try {
            if (known && device.get().disarm()) {
                armed = false;
                chronicle.write("watchdog.off", "detail", "the agent ends");
                return;
            }
        } catch (IOException e) {
            chronicle.write("watchdog.failed", "detail", String.valueOf(e.getMessage()));
        }
        chronicle.write("watchdog.left", "detail", (known ? "it cannot be switched off"
                : "services are up here, and not every member has heard that the agent ends")
                + ": this machine is reset in " + Chronicle.text(timeout)
                + " unless the agent is back by then");
    }

    /** The loop goes on, and leaves it alone from now on; whether it is armed. */
    private synchronized boolean ending() {
        ended = true;
        return armed && device.isPresent();
    }
}
