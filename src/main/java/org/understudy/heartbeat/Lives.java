package org.understudy.heartbeat;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.understudy.model.Link;

/**
 * The lives of one peer's agent on one link: which one is current, how far it has counted, and
 * which ones are over. A new life counts once its beat echoes one of ours that left after the last
 * beat of the life before it came in: what was recorded earlier cannot. Used by the link's
 * receiving thread alone.
 */
final class Lives {
    private static final int REMEMBERED = 64;

    /** A life that spoke a moment ago is not believed to be over. */
    private final long lately;
    private final Optional<Recent> recent;
    private final Set<UUID> over = new LinkedHashSet<>();
    private UUID current;
    private UUID rival;
    /** The last of ours that left before the rival spoke up. */
    private long spokeUp;
    private boolean twins;
    private long last;
    private long heardAt;
    private long ours;
    private Window pages = new Window();
    private Window parcels = new Window();
    private Parts parts = new Parts();

    /** @param interval time between two beats on this link */
    Lives(Duration interval) {
        this(interval, Optional.empty());
    }

    private Lives(Duration interval, Optional<Recent> recent) {
        this.lately = 2 * interval.toNanos();
        this.recent = recent;
    }

    /** On a link where somebody could hold beats back, the other has to echo what left lately. */
    static Lives held(Link link) {
        return new Lives(link.interval(), Optional.of(new Recent(link.timeout())));
    }

    /**
     * A beat that was opened.
     *
     * @param life of its sender
     * @param number that life's own
     * @param echoed the last number of ours that it has heard; 0 for none
     */
    record Spoken(UUID life, long number, long echoed) {
    }

    /**
     * Why this beat does not count; empty when it does.
     *
     * @param sent number of the last beat that left here on this link
     * @param now in nanoseconds
     */
    Optional<Reason> against(Spoken beat, long sent, long now) {
        if (beat.life().equals(current)) {
            return againstCurrent(beat, sent, now);
        }
        boolean gone = over.contains(beat.life());
        boolean proven = beat.echoed() > ours && beat.echoed() <= sent;
        if (proven && !gone && (current == null || now - heardAt >= lately)) {
            begin(beat.life());
            return taken(beat, sent, now);
        }
        boolean answers = rivals(beat, sent);
        boolean second = gone ? answers || proven : answers && twins;
        return Optional.of(second ? Reason.TWIN : gone ? Reason.REPLAY : Reason.UNPROVEN);
    }

    /**
     * Takes it for a rival of the current life. Whether it is of now: it echoes what left after it
     * spoke up. What left after the current one's last beat it may never echo, as each has its own
     * phase.
     */
    private boolean rivals(Spoken beat, long sent) {
        if (!beat.life().equals(rival)) {
            rival = beat.life();
            spokeUp = sent;
            twins = false;
        }
        return beat.echoed() > spokeUp && beat.echoed() <= sent;
    }

    private Optional<Reason> againstCurrent(Spoken beat, long sent, long now) {
        if (beat.number() <= last) {
            return Optional.of(Reason.REPLAY);
        }
        if (recent.filter(own -> !own.is(beat.echoed(), sent, now)).isPresent()) {
            return Optional.of(Reason.STALE);
        }
        twins = rival != null;
        return taken(beat, sent, now);
    }

    private Optional<Reason> taken(Spoken beat, long sent, long now) {
        last = beat.number();
        heardAt = now;
        ours = sent;
        return Optional.empty();
    }

    /** Of the beats of this peer. */
    Parts parts() {
        return parts;
    }

    private void begin(UUID life) {
        if (current != null) {
            if (over.size() == REMEMBERED) {
                over.remove(over.iterator().next());
            }
            over.add(current);
        }
        current = life;
        rival = null;
        twins = false;
        pages = new Window();
        parcels = new Window();
        parts = new Parts();
    }

    /** Why what is not a beat does not count: only the current life is listened to, once each. */
    Optional<Reason> against(Kind kind, UUID life, long number) {
        if (!life.equals(current)) {
            return Optional.of(over.contains(life) ? Reason.REPLAY : Reason.UNPROVEN);
        }
        Window window = kind == Kind.PAGE ? pages : parcels;
        return window.takes(number) ? Optional.empty() : Optional.of(Reason.REPLAY);
    }
}
