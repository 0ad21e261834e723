package org.understudy.model;

import java.util.List;
import java.util.Optional;

/**
 * What one reading of a resource found.
 *
 * @param status never null; UNDEF when it could not be read in time
 * @param label what the resource is, in the words of the status screen: {@code /dev/sdb1@/srv/web}
 * @param messages short facts that explain the status: {@code docker daemon is not running}
 * @param holder the node that a reservation is for, at most one at a time; empty for all else
 * @param lost whether that one took it away from this one, so that what this one still has on it
 *     can do nothing but harm
 */
public record ResourceStatus(Status status, String label, List<String> messages,
        Optional<NodeName> holder, boolean lost) {
    public ResourceStatus {
        messages = List.copyOf(messages);
    }

    public ResourceStatus(Status status, String label, List<String> messages) {
        this(status, label, messages, Optional.empty(), false);
    }

    public ResourceStatus(Status status, String label) {
        this(status, label, List.of());
    }
}
