package org.understudy.agent;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.understudy.core.JobPermit;
import org.understudy.core.Reserving;
import org.understudy.driver.Surroundings;
import org.understudy.model.NodeName;
import org.understudy.model.Rid;
import org.understudy.model.ServiceName;

/** What the drivers' jobs are told of the loop's last round. */
record Outlook(Published published, Clock clock) implements Surroundings.Outlook {
    @Override
    public boolean isUp(ServiceName service) {
        return JobPermit.up(published.round().view(), service);
    }

    @Override
    public Optional<String> refused(ServiceName service, Rid rid) {
        return JobPermit.refused(published.round().view(), service, rid, clock.now());
    }

    @Override
    public boolean idle(ServiceName service, NodeName node) {
        return Reserving.idle(published.round().view(), service, node);
    }

    @Override
    public boolean mayTake(ServiceName service, Rid rid, NodeName from) {
        return Reserving.mayTake(published.round().view().at(clock.now()), service, rid, from);
    }

    @Override
    public Optional<String> inUse(ServiceName service, NodeName node) {
        return JobPermit.inUse(published.round().view().at(clock.now()), service, node);
    }

    @Override
    public ZonedDateTime now() {
        return clock.wall().atZone(ZoneId.systemDefault());
    }
}
