package org.understudy.model;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.Collections;

/**
 * What a node tells its peers several times a second.
 *
 * @param cluster name of the cluster; beats of another one are dropped
 * @param node who tells
 * @param boot which life of its agent
 * @param machine which boot of its kernel; unchanged, the machine has not been switched off
 * @param sequence grows with every beat of this life; set by the sender thread
 * @param generation grows with every change of what is told
 * @param state what the agent does
 * @param instances its services
 * @param heard what it last took in from each peer
 * @param standing how the node itself is
 * @param sent when it was sent, by its own clock; set by the sender thread
 */
public record Beat(String cluster, NodeName node, BootId boot, String machine, long sequence,
        long generation, NodeState state, SortedMap<ServiceName, Instance> instances,
        SortedMap<NodeName, Heard> heard, Standing standing, long sent) {

    public Beat {
        instances = Collections.unmodifiableSortedMap(new TreeMap<>(instances));
        heard = Collections.unmodifiableSortedMap(new TreeMap<>(heard));
    }

    /** Of a node that has nothing to tell of itself. */
    public Beat(String cluster, NodeName node, BootId boot, String machine, long sequence,
            long generation, NodeState state, SortedMap<ServiceName, Instance> instances,
            SortedMap<NodeName, Heard> heard) {
        this(cluster, node, boot, machine, sequence, generation, state, instances, heard,
                Standing.PLAIN, 0);
    }

    /** Whether this tells the same as a later one does, but for the times in it. */
    public boolean same(Beat later) {
        return boot.equals(later.boot) && generation == later.generation && state == later.state
                && untimed(heard).equals(untimed(later.heard));
    }

    private static SortedMap<NodeName, Heard> untimed(SortedMap<NodeName, Heard> heard) {
        SortedMap<NodeName, Heard> untimed = new TreeMap<>();
        heard.forEach((node, one) -> untimed.put(node,
                new Heard(one.boot(), one.generation(), 0, one.hears())));
        return untimed;
    }

    /** The same with these instances. */
    public Beat with(SortedMap<ServiceName, Instance> told) {
        return new Beat(cluster, node, boot, machine, sequence, generation, state, told, heard,
                standing, sent);
    }

    /** The same words with the sender's next number and the time of its clock. */
    public Beat numbered(long next, Moment now) {
        return new Beat(cluster, node, boot, machine, next, generation, state, instances, heard,
                standing, now.nanos());
    }
}
