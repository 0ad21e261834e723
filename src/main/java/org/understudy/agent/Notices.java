package org.understudy.agent;

import java.util.ArrayList;
import java.util.List;
import org.understudy.model.ServiceName;
import org.understudy.wire.ServiceStatus;

/** What of the files on this node is not in force, for the screens. */
record Notices(Configuration configuration, ClusterFiles files) {
    /** The same status, and what its reader must know of the files. */
    ServiceStatus on(ServiceStatus status) {
        List<String> notes = new ArrayList<>();
        configuration.running(new ServiceName(status.name())).flatMap(Running::notice)
                .ifPresent(notes::add);
        files.notice().ifPresent(notes::add);
        return notes.isEmpty() ? status : status.noting(notes);
    }
}
