package org.understudy.agent;

import java.util.ArrayList;
import java.util.List;
import org.understudy.model.ServiceName;
import org.understudy.wire.ServiceStatus;

/**
 * What is wrong around a service: files not in force or not written, fences that fail, silent
 * arbitrators, a watchdog that cannot be used, links that do not work or on which somebody is who
 * should not be.
 */
record Notices(Configuration configuration, ClusterFiles files, FenceTests fences,
        List<Voter> voters, Sentry sentry, Guardian guardian, MemoryFile memory) {
    /** The same status, and what its reader must know beside it. */
    ServiceStatus on(ServiceStatus status) {
        List<String> notes = new ArrayList<>();
        configuration.running(new ServiceName(status.name())).flatMap(Running::notice)
                .ifPresent(notes::add);
        configuration.untaken(status.name()).ifPresent(notes::add);
        configuration.untaken(Versions.CLUSTER).map(words -> words.startsWith("cluster.conf")
                ? words : "cluster.conf: " + words).ifPresent(notes::add);
        files.notice().ifPresent(notes::add);
        notes.addAll(fences.notices(status));
        voters.forEach(voter -> voter.notice().ifPresent(notes::add));
        guardian.notice().ifPresent(notes::add);
        notes.addAll(sentry.notices());
        memory.notice().ifPresent(notes::add);
        return notes.isEmpty() ? status : status.noting(notes);
    }
}
