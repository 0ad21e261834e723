package org.understudy.model;

import java.util.List;

/**
 * What one reading of a resource found.
 *
 * @param status never null; UNDEF when it could not be read in time
 * @param label what the resource is, in the words of the status screen: {@code /dev/sdb1@/srv/web}
 * @param messages short facts that explain the status: {@code docker daemon is not running}
 * @param lost whether another node took it away from this one, so that what this one still has on
 *     it can do nothing but harm
 */
public record ResourceStatus(Status status, String label, List<String> messages, boolean lost) {
    public ResourceStatus {
        messages = List.copyOf(messages);
    }

    public ResourceStatus(Status status, String label, List<String> messages) {
        this(status, label, messages, false);
    }

    public ResourceStatus(Status status, String label) {
        this(status, label, List.of());
    }
}
