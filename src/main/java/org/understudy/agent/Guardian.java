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
import org.understudy.model.Quorum;
import org.understudy.model.View;

/**
 * Arms, feeds and switches off the hardware watchdog, by the rounds of the loop: a loop that hangs
 * feeds nothing. The others are told of it once it was armed and could be switched off again. What
 * they were told is written down, since they may believe it of the next life of this agent too.
 */
final class Guardian {
    private static final Duration FAREWELL = Duration.ofSeconds(2);
    private static final Duration RETRY = Duration.ofSeconds(10);
    /** What the others count on: that it reads a disk; or only that it needs votes. */
    private static final String DISK = "disk";
    private static final String VOTES = "votes";
    /** So many times per timeout, so that one round that is late is no reason to end. */
    private static final int OFTEN = 4;

    private final Optional<WatchdogDevice> device;
    private final Orders orders;
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
    private String promised;
    private boolean relied;
    private boolean ends;
    private long unread;
    private String trouble = "";
    private volatile Optional<String> notice = Optional.empty();

    /** How this node learns from a shared disk that it is to end. */
    interface Orders {
        /** Nobody ends it that way. */
        Orders NONE = new Orders() {
            @Override
            public boolean bound() {
                return false;
            }

            @Override
            public Optional<Moment> read() {
                return Optional.empty();
            }

            @Override
            public Duration told() {
                return Duration.ZERO;
            }

            @Override
            public Optional<String> notice() {
                return Optional.empty();
            }
        };

        /** Whether others may end it that way, so that its watchdog has to be armed always. */
        boolean bound();

        /** When it last began to read that there is no order; empty while it never did. */
        Optional<Moment> read();

        /** The timeout that it wrote there for the others to see; zero while it did not. */
        Duration told();

        Optional<String> notice();
    }

    /**
     * @param device empty where cluster.conf and node.conf name none
     * @param promise a file that is there while others may rely on the watchdog
     */
    Guardian(Optional<WatchdogDevice> device, Orders orders, Path promise,
            Chronicle chronicle) {
        this.device = device;
        this.orders = orders;
        this.promise = promise;
        this.chronicle = chronicle;
        this.promised = kept(promise);
        this.relied = promised.contains(DISK);
    }

    /** What every status says of it. */
    Optional<String> notice() {
        return notice.or(orders::notice);
    }

    /** Its timeout while it is armed; zero while it is not. */
    synchronized Duration armed() {
        return armed && trouble.isEmpty() ? timeout : Duration.ZERO;
    }

    /**
     * This machine is to end: the watchdog is fed no more, whatever follows.
     *
     * @return so long after this it has reset the machine; zero where it is not armed
     */
    synchronized Duration starve() {
        ends = true;
        return armed();
    }

    /**
     * Before a round's actions are handed out, on the loop's thread: arms it for them, or feeds it.
     *
     * @param now may be later than the view's
     * @return the view, knowing what came of it
     */
    synchronized View round(View view, Moment now) {
        boolean late = last != null && now.since(last).compareTo(Quorum.RESET.dividedBy(2)) > 0;
        last = now;
        if (ended) {
            return view;
        }
        if (ends) {
            return Guarding.knowing(view, view.self().guard(), "this machine is to end");
        }
        boolean blind = relied && !read(now, 2);
        if (device.isPresent() && Guarding.due(view, now) && !blind) {
            tend(device.get(), view, now, late);
        }
        return told(view, now);
    }

    /** Whether it read so lately that there is no order: within that part of the timeout. */
    private boolean read(Moment now, int part) {
        return orders.read().filter(at -> now.since(at).compareTo(
                Quorum.RESET.dividedBy(part)) <= 0).isPresent();
    }

    private void tend(WatchdogDevice watchdog, View view, Moment now, boolean late) {
        boolean needed = Guarding.needed(view) || orders.bound();
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
        timeout = watchdog.arm(Quorum.RESET);
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

    private View told(View view, Moment now) {
        Guard guard = trouble.isEmpty() ? claim(view, now) : Guard.NONE;
        boolean less = promised.isEmpty() || guard.disk() && !promised.contains(DISK);
        if (!guard.equals(Guard.NONE) && less && !promise(view, guard)) {
            guard = Guard.NONE;
        }
        if (guard.equals(Guard.NONE) && !promised.isEmpty()
                && Guarding.forgotten(view, withdrawn)) {
            release();
        }
        rely(view, guard);
        return Guarding.knowing(view, guard, unguarded(now));
    }

    private Guard claim(View view, Moment now) {
        boolean voting = view.cluster().quorum().on();
        boolean reads = orders.bound() && armed && read(now, OFTEN)
                && orders.told().equals(timeout);
        return timeout.isZero() || !voting && !reads ? Guard.NONE : new Guard(timeout,
                voting ? view.cluster().quorum().lease().plus(timeout) : Duration.ZERO, reads);
    }

    /** What cannot be read is no reason to end once nobody counts on its being read. */
    private void rely(View view, Guard guard) {
        if (guard.disk()) {
            relied = true;
        } else {
            unread = view.self().guard().disk() ? view.generation() + 1 : unread;
            relied = relied && !(unread <= view.generation()
                    && Guarding.forgotten(view, unread));
        }
    }

    private String unguarded(Moment now) {
        if (relied && !read(now, 2)) {
            return "it cannot be read on the shared disk whether this machine is to end";
        }
        return armed && trouble.isEmpty() || promised.isEmpty() ? ""
                : trouble.isEmpty() ? "its watchdog is not armed yet"
                : "members rely on its watchdog that have not heard yet that it cannot be used: "
                        + trouble;
    }

    private boolean promise(View view, Guard guard) {
        String words = guard.disk() ? DISK : VOTES;
        try {
            Durable.write(promise, (words + "\n").getBytes(StandardCharsets.UTF_8));
            promised = words;
        } catch (IOException e) {
            wrong(e, view);
        }
        return promised.equals(words);
    }

    /** One that cannot be read may say anything. */
    private static String kept(Path promise) {
        try {
            return Files.exists(promise) ? Files.readString(promise) : "";
        } catch (IOException e) {
            return DISK;
        }
    }

    private void release() {
        try {
            Files.deleteIfExists(promise);
            promised = "";
        } catch (IOException e) {
            chronicle.write("watchdog.failed", "detail", e.toString());
        }
    }

    /**
     * The agent ends. The watchdog is switched off where nothing is left here, or every member has
     * heard that it will be; left armed, it resets the machine unless the next life feeds it. Who
     * is to end has told that it is fed no more, and leaves it armed.
     */
    void end(Published published) throws InterruptedException {
        if (!ending()) {
            return;
        }
        long generation = published.round().view().generation();
        boolean known = Guarding.known(published.await(
                round -> Guarding.known(round.view(), generation), FAREWELL).view(), generation);
        try {
            if (known && off()) {
                chronicle.write("watchdog.off", "detail", "the agent ends");
                return;
            }
        } catch (IOException e) {
            chronicle.write("watchdog.failed", "detail", String.valueOf(e.getMessage()));
        }
        chronicle.write("watchdog.left", "detail", left(known));
    }

    private synchronized String left(boolean known) {
        String resets = ": this machine is reset in " + Chronicle.text(timeout);
        return ends ? "it is to end" + resets : (known ? "it cannot be switched off"
                : "services are up here, and not every member has heard that the agent ends")
                + resets + " unless the agent is back by then";
    }

    private synchronized boolean off() throws IOException {
        armed = ends || !device.orElseThrow().disarm();
        return !armed;
    }

    /** The loop goes on, and leaves it alone from now on; whether it is armed. */
    private synchronized boolean ending() {
        ended = true;
        return armed && device.isPresent();
    }
}
