package org.understudy.model;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Something that happened. The loop takes events one by one; nothing else changes its state. */
public sealed interface Event {
    <T> T to(Reader<T> reader);

    /** Time passed. */
    record Tick() implements Event {
        public <T> T to(Reader<T> reader) { return reader.tick(this); }
    }

    /** A valid beat came in on a link. */
    record BeatHeard(LinkName link, Beat beat) implements Event {
        public <T> T to(Reader<T> reader) { return reader.beatHeard(this); }
    }

    /** All resources of a service were read. */
    record Probed(ServiceName service, SortedMap<Rid, ResourceStatus> resources) implements Event {
        public <T> T to(Reader<T> reader) { return reader.probed(this); }
    }

    /** A running action changed one resource. */
    record Stepped(ServiceName service, Rid rid, ResourceStatus status) implements Event {
        public <T> T to(Reader<T> reader) { return reader.stepped(this); }
    }

    /** The service's action ended; {@code detail} is empty when {@code ok}. */
    record Ended(ServiceName service, boolean ok, String detail) implements Event {
        public <T> T to(Reader<T> reader) { return reader.ended(this); }
    }

    /** A try to fence a node ended. */
    record Fenced(NodeName node, FenceResult result, String detail) implements Event {
        public <T> T to(Reader<T> reader) { return reader.fenced(this); }
    }

    /** An operator vouches that a node is off. */
    record Vouched(NodeName node, String author) implements Event {
        public <T> T to(Reader<T> reader) { return reader.vouched(this); }
    }

    /** An operator has a node fenced; the fence is on its way. */
    record FenceAsked(NodeName node, String author) implements Event {
        public <T> T to(Reader<T> reader) { return reader.fenceAsked(this); }
    }

    /** An operator asks for something. */
    record Asked(Request request) implements Event {
        public <T> T to(Reader<T> reader) { return reader.asked(this); }
    }

    /** An operator asks for something about a node or the whole cluster. */
    record NodeAsked(NodeRequest request) implements Event {
        public <T> T to(Reader<T> reader) { return reader.nodeAsked(this); }
    }

    /** An arbitrator gave this node its vote for so long, or did not. */
    record Voted(ArbitratorName arbitrator, Optional<Moment> until) implements Event {
        public <T> T to(Reader<T> reader) { return reader.voted(this); }
    }

    /** A silent node was asked for an echo, over every link. */
    record Pinged(NodeName node, boolean answered) implements Event {
        public <T> T to(Reader<T> reader) { return reader.pinged(this); }
    }

    /** This node's load and memory were read. */
    record Measured(Vitals vitals) implements Event {
        public <T> T to(Reader<T> reader) { return reader.measured(this); }
    }

    /**
     * The service files were read.
     *
     * @param editions which versions they are; of one that is not named nothing new is known
     * @param files digest over all of them; empty when nothing new is known
     */
    record Loaded(List<Service> services, SortedMap<ServiceName, Edition> editions, String files)
            implements Event {
        public Loaded(List<Service> services) {
            this(services, new TreeMap<>(), "");
        }

        public <T> T to(Reader<T> reader) { return reader.loaded(this); }
    }

    /** The agent was told to end; its services stay as they are, or stop first. */
    record Leaving(boolean stopping) implements Event {
        public <T> T to(Reader<T> reader) { return reader.leaving(this); }
    }

    /** One method for each event, so that a forgotten one does not compile. */
    interface Reader<T> {
        T tick(Tick event);

        T beatHeard(BeatHeard event);

        T probed(Probed event);

        T stepped(Stepped event);

        T ended(Ended event);

        T fenced(Fenced event);

        T vouched(Vouched event);

        T fenceAsked(FenceAsked event);

        T asked(Asked event);

        T nodeAsked(NodeAsked event);

        T voted(Voted event);

        T pinged(Pinged event);

        T measured(Measured event);

        T loaded(Loaded event);

        T leaving(Leaving event);
    }
}
