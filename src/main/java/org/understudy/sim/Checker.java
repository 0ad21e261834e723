package org.understudy.sim;

import org.understudy.model.Action;
import org.understudy.model.FenceResult;
import org.understudy.model.NodeName;
import org.understudy.model.NodeRequest;
import org.understudy.model.Request;
import org.understudy.model.Rid;
import org.understudy.model.Ruling;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;

/**
 * Watches a made-up world and judges by what happened in it, never by what the core thinks of it.
 * Whatever must not be ends in {@link Broken}.
 */
interface Checker {
    /** An agent begins a new life on this node. */
    default void begins(SimNode node) { }

    /** The machine is off. */
    default void powerLost(SimNode node) { }

    /** A beat came in that the node had not had before. */
    default void hears(SimNode at, Network.Flight flight) { }

    /** The agent of this node is about to carry out what it decided. */
    default void decides(SimNode by, ServiceName service, Action action, Ruling ruling) { }

    /** The agent of this node now says something else of the service. */
    default void rules(SimNode by, ServiceName service, Ruling ruling) { }

    /** The fence device answered the node that used it. */
    default void answers(SimNode by, NodeName target, FenceResult result) { }

    /** An operator typed a command on a node. */
    default void asked(SimNode on, Request request) { }

    /** An operator typed a command about a node, or about all of them, on a node. */
    default void nodeAsked(SimNode on, NodeRequest request) { }

    /** A node was told to stop its services and leave. */
    default void shutsDown(SimNode node) { }

    /** An operator told a node that another one is off. */
    default void vouched(SimNode on, NodeName node) { }

    /** A run through a plan begins on this node. */
    default void walks(SimNode on, Service service, SimWalk.Way way) { }

    /** A step of a run that starts something begins. */
    default void starts(SimNode on, Service service, Rid rid) { }

    /** It ended. */
    default void walked(SimNode on, Service service, SimWalk.Way way, boolean ok) { }

    /** What a failed run did is undone from now on. */
    default void undoes(SimNode on, Service service) { }

    /** A resource is held from now on. */
    default void taken(SimNode by, Service service, Rid rid) { }

    /** A resource is not held any more because it was stopped. */
    default void released(SimNode by, Service service, Rid rid) { }
}
