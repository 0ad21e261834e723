package org.understudy.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.understudy.model.ServiceName;
import org.understudy.wire.ServiceStatus;

/**
 * What is wrong around a service: files not in force or not written, fences that fail, silent
 * arbitrators, a watchdog that cannot be used, links that do not work or on which somebody is who
 * should not be; and that a drill is on.
 */
record Notices(Configuration configuration, ClusterFiles files, FenceTests fences,
        List<Voter> voters, Sentry sentry, Guardian guardian, MemoryFile memory,
        Underway drill) {
    /** The same status, and what its reader must know beside it. */
    ServiceStatus on(ServiceStatus status) {
        List<String> notes = new ArrayList<>(of(new ServiceName(status.name())));
        notes.addAll(ofFiles());
        notes.addAll(fences.notices(status));
        notes.addAll(ofGuards());
        notes.addAll(sentry.notices());
        drill.notice().ifPresent(notes::add);
        return notes.isEmpty() ? status : status.noting(notes);
    }

    /** What concerns the service's own file. */
    List<String> of(ServiceName service) {
        return Stream.of(configuration.running(service).flatMap(Running::notice),
                configuration.untaken(service.value())).flatMap(Optional::stream).toList();
    }

    /** What concerns all services of this node, but for links and fences. */
    List<String> around() {
        return Stream.concat(ofFiles().stream(), ofGuards().stream()).toList();
    }

    private List<String> ofFiles() {
        return Stream.of(configuration.untaken(Versions.CLUSTER).map(words ->
                words.startsWith("cluster.conf") ? words : "cluster.conf: " + words),
                files.notice(), memory.notice(), configuration.versions().unwritten().notice())
                .flatMap(Optional::stream).toList();
    }

    private List<String> ofGuards() {
        return Stream.concat(voters.stream().map(Voter::notice), Stream.of(guardian.notice()))
                .flatMap(Optional::stream).toList();
    }
}
