package org.understudy.heartbeat;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.understudy.heartbeat.RelayFrame.Posted;

/**
 * What a relay keeps: of each slot the last bytes, until nobody has posted there for a while. Who
 * knows the number of a slot may write and read it. Of one thread.
 */
final class Mailbox {
    static final Duration LIFE = Duration.ofSeconds(60);
    private static final int SLOTS = 1024;
    private static final int SLOTS_OF_EACH = 128;

    private final Allowance bytes;
    private final Allowance places = new Allowance(SLOTS, SLOTS_OF_EACH);
    private final Map<UUID, Kept> slots = new HashMap<>();
    /** Never one of an earlier life, or what is new would look known. */
    private long number = new SecureRandom().nextLong();

    private record Kept(byte[] bytes, long number, ByteBuffer from, long at) {
    }

    /** @param bytes which it shares with what is on its way */
    Mailbox(Allowance bytes) {
        this.bytes = bytes;
    }

    /** Why it cannot be kept; empty when it is. */
    Optional<String> put(ByteBuffer from, UUID slot, byte[] content, long now) {
        drop(slot);
        if (content.length > RelayFrame.MOST_POSTED) {
            return Optional.of("expected at most " + RelayFrame.MOST_POSTED + " bytes, got "
                    + content.length);
        }
        if (!places.take(from, 1)) {
            return Optional.of("no slot is free");
        }
        if (!bytes.take(from, content.length)) {
            places.back(from, 1);
            return Optional.of("no room for " + content.length + " bytes");
        }
        slots.put(slot, new Kept(content, ++number, from, now));
        return Optional.empty();
    }

    /** What is in these slots, unless it has the number that is known. */
    List<Posted> changed(Map<UUID, Long> known) {
        List<Posted> changed = new ArrayList<>();
        known.forEach((slot, had) -> {
            Kept kept = slots.get(slot);
            if (kept != null && kept.number() != had) {
                changed.add(new Posted(slot, kept.number(), kept.bytes()));
            }
        });
        return changed;
    }

    /** Forgets what is too old. */
    void sweep(long now) {
        List<UUID> over = slots.entrySet().stream()
                .filter(one -> now - one.getValue().at() > LIFE.toNanos())
                .map(Map.Entry::getKey).toList();
        over.forEach(this::drop);
    }

    private void drop(UUID slot) {
        Kept kept = slots.remove(slot);
        if (kept != null) {
            places.back(kept.from(), 1);
            bytes.back(kept.from(), kept.bytes().length);
        }
    }
}
