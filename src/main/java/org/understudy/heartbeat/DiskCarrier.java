package org.understudy.heartbeat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.understudy.heartbeat.DiskHeader.Claim;
import org.understudy.model.NodeName;
import org.understudy.model.Way;

/**
 * A link over a disk: this node's slot is written by whoever sends, the others' are read by a
 * thread of its own. A disk that does not answer holds up these two threads and nobody else.
 */
final class DiskCarrier implements Carrier {
    private static final long SHORTEST = Duration.ofMillis(20).toNanos();
    private static final long LOOK = Duration.ofSeconds(1).toNanos();

    private final Lane lane;
    private final BeatReceiver receiver;
    private final SharedDisk disk;
    private final DiskSlot own;
    private final Thread reader;
    private final long patience;
    private volatile boolean closed;
    private volatile IOException failure;
    private volatile long reading;
    private volatile long writing;

    // Of the sending thread alone.
    private long count = System.nanoTime();

    // Of the reading thread alone.
    private final Map<NodeName, DiskSlot> others = new HashMap<>();
    private long looked;

    /** It is being made ready, or verified: to be opened again in a moment. */
    static final class Pending extends IOException {
        private static final long serialVersionUID = 1;

        Pending(String message) {
            super(message);
        }
    }

    private DiskCarrier(Lane lane, BeatReceiver receiver, SharedDisk disk, int slot) {
        this.lane = lane;
        this.receiver = receiver;
        this.disk = disk;
        this.own = new DiskSlot(disk, slot);
        this.patience = lane.link().timeout().dividedBy(2).toNanos();
        this.reader = new Thread(this::run, "disk-" + lane.link().name());
        reader.setDaemon(true);
    }

    /**
     * Takes its slot and begins to read. A slot that is claimed now is used at the next try, if it
     * is still this node's then: of two that claim one at a time, the last has it.
     *
     * @throws Pending when it is to be tried again in a moment
     * @throws IOException when the disk is not there, or not this cluster's
     */
    static DiskCarrier open(Lane lane, Way.Disk way, BeatReceiver receiver) throws IOException {
        SharedDisk disk = SharedDisk.open(Path.of(way.devices().get(lane.self())));
        try {
            DiskHeader header = DiskHeader.of(disk, lane.cluster());
            Optional<Integer> slot = header.slot(lane.self());
            if (slot.isEmpty()) {
                int free = header.free(lane.cluster(), lane.self(), disk.size())
                        .orElseThrow(() -> new IOException(disk.path() + ": no slot is free"));
                DiskHeader.claim(disk, free, new Claim(lane.self().value(), UUID.randomUUID()));
                throw new Pending("slot " + free + " of " + disk.path() + " is claimed");
            }
            DiskCarrier carrier = new DiskCarrier(lane, receiver, disk, slot.get());
            carrier.look(header);
            carrier.skipOwn();
            carrier.reader.start();
            return carrier;
        } catch (IOException | RuntimeException e) {
            disk.close();
            throw e;
        }
    }

    /** What an earlier life of this agent left there is no clone's. */
    private void skipOwn() throws IOException {
        try {
            own.next();
        } catch (Refused torn) {
            receiver.refused(origin(lane.self()).source(), torn.reason());
        }
    }

    @Override
    public void send(List<byte[]> beat) throws IOException {
        writing = System.nanoTime();
        try {
            own.write(++count, beat);
        } catch (IOException e) {
            failure = e;
            throw e;
        } finally {
            writing = 0;
        }
    }

    @Override
    public void send(NodeName to, byte[] datagram) throws IOException {
        throw new IOException(lane.link().name() + " is a disk: it carries beats alone");
    }

    @Override
    public boolean lost() {
        return failure != null && writing == 0 && !reader.isAlive();
    }

    @Override
    public Optional<String> trouble() {
        long now = System.nanoTime();
        String what = late(writing, now) ? "a write" : late(reading, now) ? "a read" : "";
        return what.isEmpty() ? Optional.ofNullable(failure).map(Throwable::getMessage)
                : Optional.of(disk.path() + " does not answer: " + what
                        + " takes longer than half of timeout");
    }

    private boolean late(long since, long now) {
        return since != 0 && now - since > patience;
    }

    /** Closing may hang as well, so the reader does it. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(reader);
    }

    private void run() {
        long period = Math.max(SHORTEST, lane.link().interval().dividedBy(2).toNanos());
        try (disk) {
            while (!closed && failure == null) {
                reading = System.nanoTime();
                turn(reading);
                reading = 0;
                LockSupport.parkNanos(this, period);
            }
        } catch (IOException e) {
            failure = e;
        } finally {
            reading = 0;
        }
    }

    private void turn(long now) throws IOException {
        if (now - looked > LOOK) {
            DiskHeader header = DiskHeader.of(disk, lane.cluster());
            if (!header.slot(lane.self()).equals(Optional.of(own.number()))) {
                throw new IOException(disk.path() + ": another node has taken slot "
                        + own.number());
            }
            look(header);
        }
        for (Map.Entry<NodeName, DiskSlot> other : others.entrySet()) {
            read(other.getKey(), other.getValue());
        }
        read(lane.self(), own);
    }

    private void look(DiskHeader header) {
        looked = System.nanoTime();
        Map<NodeName, Integer> slots = header.others(lane.cluster(), lane.self());
        others.keySet().retainAll(slots.keySet());
        slots.forEach((node, slot) -> {
            if (!others.containsKey(node) || others.get(node).number() != slot) {
                others.put(node, new DiskSlot(disk, slot));
            }
        });
    }

    private void read(NodeName node, DiskSlot slot) throws IOException {
        SlotOrigin origin = origin(node);
        try {
            slot.next().forEach(bytes -> receiver.take(origin.arrival(bytes)));
        } catch (Refused torn) {
            receiver.refused(origin.source(), torn.reason());
        }
    }

    private SlotOrigin origin(NodeName node) {
        return new SlotOrigin(node, node.equals(lane.self()));
    }
}
