package org.understudy.agent;

import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.understudy.core.JobPermit;
import org.understudy.driver.Job;
import org.understudy.model.Moment;
import org.understudy.model.Resource;
import org.understudy.model.Rid;
import org.understudy.model.ServiceName;
import org.understudy.model.View;

/** Begins the jobs that are due where their service is up, and ends them where it is no more. */
final class Scheduler implements Runnable {
    static final Duration PERIOD = Duration.ofSeconds(5);
    /** Another node may start the service as soon as it knows that this one has nothing of it. */
    static final Duration END_PERIOD = Duration.ofSeconds(1);
    /** What failed is not tried at every look. */
    private static final Duration AGAIN = Duration.ofMinutes(5);

    private final Units units;
    private final Published published;
    private final Jobs jobs;
    private final Clock clock;
    private final Map<Jobs.Key, Moment> tried = new HashMap<>();

    Scheduler(Units units, Published published, Jobs jobs, Clock clock) {
        this.units = units;
        this.published = published;
        this.jobs = jobs;
        this.clock = clock;
    }

    @Override
    public void run() {
        View view = published.round().view();
        Set<Jobs.Key> known = new HashSet<>();
        for (Unit unit : units.all()) {
            unit.resources().jobs().forEach((rid, job) -> {
                Jobs.Key key = new Jobs.Key(unit.file().service().name(), rid);
                known.add(key);
                look(view, unit, key, job);
            });
        }
        tried.keySet().retainAll(known);
    }

    /** Ends what runs of a service that is not up here any more, by whatever it went down. */
    void end() {
        View view = published.round().view();
        jobs.running().forEach(key -> JobPermit.over(view, key.service())
                .ifPresent(why -> jobs.endSoon(key, why)));
    }

    private void look(View view, Unit unit, Jobs.Key key, Job job) {
        if (jobs.isRunning(key)) {
            return;
        }
        if (job.isRunning()) {
            jobs.begin(unit, key.rid(), Job.Order.ALL, "an earlier life of the agent");
            return;
        }
        boolean disabled = unit.file().service().resource(key.rid()).is(Resource.Flag.DISABLE);
        if (!disabled && !unit.leaves() && isRested(key) && job.isDue(now())
                && may(view, key.service(), key.rid())) {
            tried.put(key, clock.now());
            jobs.begin(unit, key.rid(), Job.Order.ALL, "schedule");
        }
    }

    private boolean may(View view, ServiceName service, Rid rid) {
        return JobPermit.left(view, service).isEmpty()
                && JobPermit.refused(view, service, rid, clock.now()).isEmpty();
    }

    /** What ran well is not due again before its interval is over, however short that is. */
    private boolean isRested(Jobs.Key key) {
        Moment last = tried.get(key);
        return last == null || clock.now().since(last).compareTo(AGAIN) >= 0
                || !jobs.hasFailed(key);
    }

    private ZonedDateTime now() {
        return clock.wall().atZone(ZoneId.systemDefault());
    }
}
