package org.understudy.agent;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.understudy.model.ServiceName;

/**
 * The services that can be acted upon now, and which of them is being acted upon: what is read of
 * a service while an action runs is out of date when it arrives, and must not be believed.
 */
final class Units {
    private final Map<ServiceName, AtomicLong> epochs = new ConcurrentHashMap<>();
    private volatile SortedMap<ServiceName, Unit> units = new TreeMap<>();
    private volatile Runnable reader = () -> { };

    void set(SortedMap<ServiceName, Unit> next) {
        units = new TreeMap<>(next);
    }

    /** What is to be done once another file is in force: what was read by the old one is stale. */
    void whenChanged(Runnable work) {
        reader = work;
    }

    /** Another file is in force, and everybody knows it. */
    void changed() {
        reader.run();
    }

    Collection<Unit> all() {
        return units.values();
    }

    Optional<Unit> find(ServiceName service) {
        return Optional.ofNullable(units.get(service));
    }

    /** An action on the service begins, or ends. */
    void turn(ServiceName service) {
        AtomicLong epoch = epoch(service);
        synchronized (epoch) {
            epoch.incrementAndGet();
        }
    }

    /** Does it if no action ran in that epoch or since, and none begins while it is done. */
    void unlessTurned(ServiceName service, long before, Runnable work) {
        AtomicLong epoch = epoch(service);
        synchronized (epoch) {
            if (before % 2 == 0 && epoch.get() == before) {
                work.run();
            }
        }
    }

    /** Odd while an action runs; what was read in one epoch is true of that epoch only. */
    long epochOf(ServiceName service) {
        return epoch(service).get();
    }

    /** Whether an action runs on the service. */
    boolean acting(ServiceName service) {
        return epochOf(service) % 2 == 1;
    }

    /** Whether an action runs on any service. */
    boolean busy() {
        return epochs.values().stream().anyMatch(epoch -> epoch.get() % 2 == 1);
    }

    private AtomicLong epoch(ServiceName service) {
        return epochs.computeIfAbsent(service, name -> new AtomicLong());
    }
}
