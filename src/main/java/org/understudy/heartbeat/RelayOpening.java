package org.understudy.heartbeat;

import java.io.IOException;
import org.understudy.model.Way;

/**
 * Connects to a relay. Where the last connection was ended by words of the relay, those come first,
 * or nobody would read them: the next one looks fine until something is posted.
 */
final class RelayOpening implements SlowOpening.Try {
    private final RelaySlots slots;
    private final Way.Relay way;
    private final BeatReceiver receiver;
    private RelayCarrier last;

    RelayOpening(RelaySlots slots, Way.Relay way, BeatReceiver receiver) {
        this.slots = slots;
        this.way = way;
        this.receiver = receiver;
    }

    @Override
    public Carrier open() throws IOException {
        RelayCarrier before = last;
        last = null;
        if (before != null && before.refusal().isPresent()) {
            throw before.refusal().get();
        }
        last = RelayCarrier.open(slots, way, receiver);
        return last;
    }
}
