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
 */
public record Beat(String cluster, NodeName node, BootId boot, String machine, long sequence,
        long generation, NodeState state, SortedMap<ServiceName, Instance> instances,
        SortedMap<NodeName, Heard> heard) {

    public Beat {
        instances = Collections.unmodifiableSortedMap(new TreeMap<>(instances));
        heard = Collections.unmodifiableSortedMap(new TreeMap<>(heard));
    }

    /** The same words with the sender's next number. */
    public Beat numbered(long next) {
        return new Beat(cluster, node, boot, machine, next, generation, state, instances, heard);
    }
}
