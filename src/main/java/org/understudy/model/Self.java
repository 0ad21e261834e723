package org.understudy.model;

/**
 * This node.
 *
 * @param node its name
 * @param boot this life of its agent
 * @param machine this boot of its kernel
 * @param state what the agent does
 * @param started when this life began
 * @param vitals how well it is
 * @param files digest over the versions of its files; empty before they were read
 * @param guard its hardware watchdog, as the others are told of it
 * @param unguarded why nothing may start here for want of that watchdog; empty when it may
 */
public record Self(NodeName node, BootId boot, String machine, NodeState state, Moment started,
        Vitals vitals, String files, Guard guard, String unguarded) {
    public Self(NodeName node, BootId boot, String machine, NodeState state, Moment started) {
        this(node, boot, machine, state, started, Vitals.UNKNOWN, "", Guard.NONE, "");
    }

    public Self with(NodeState next) {
        return new Self(node, boot, machine, next, started, vitals, files, guard, unguarded);
    }

    public Self files(String next) {
        return new Self(node, boot, machine, state, started, vitals, next, guard, unguarded);
    }

    public Self with(Vitals next) {
        return new Self(node, boot, machine, state, started, next, files, guard, unguarded);
    }

    public Self with(Guard next, String why) {
        return new Self(node, boot, machine, state, started, vitals, files, next, why);
    }
}
