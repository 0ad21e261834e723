package org.understudy.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.understudy.config.ClusterFile;
import org.understudy.config.ConfigException;
import org.understudy.config.Section;
import org.understudy.config.ServiceFile;
import org.understudy.driver.DriverException;
import org.understudy.driver.Drivers;
import org.understudy.driver.Lack;
import org.understudy.driver.ServiceResources;
import org.understudy.driver.Surroundings;
import org.understudy.exec.Deadline;
import org.understudy.exec.SystemCommands;
import org.understudy.fence.Fences;
import org.understudy.model.NodeName;
import org.understudy.model.Resource.Flag;
import org.understudy.model.Rid;
import org.understudy.wire.Validated;

/** Looks what this node lacks to run a service. Changes nothing; ends within its limit. */
final class Survey {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int AT_ONCE = 8;

    private final Paths paths;
    private final NodeName self;

    Survey(Paths paths, NodeName self) {
        this.paths = paths;
        this.self = self;
    }

    /** Of each resource that is not disabled, and of the fence commands of its other nodes. */
    List<Validated.Lack> of(ServiceFile file) throws InterruptedException {
        List<Validated.Lack> found = new ArrayList<>(fences(file));
        ExecutorService workers = Threads.few("survey", AT_ONCE);
        try (ServiceResources resources = Drivers.build(file, new Surroundings(self,
                new SystemCommands(), paths.var(), paths.run(), (service, rid, level, said) -> {
                    // A survey does nothing that would have to be told.
                }))) {
            Deadline deadline = Deadline.in(LIMIT);
            SortedMap<Rid, Future<List<Lack>>> asked = new TreeMap<>();
            resources.drivers().forEach((rid, driver) -> {
                if (!file.service().resource(rid).is(Flag.DISABLE)) {
                    asked.put(rid, workers.submit(() -> driver.lacks(deadline)));
                }
            });
            for (Map.Entry<Rid, Future<List<Lack>>> one : asked.entrySet()) {
                answer(one.getValue(), deadline).forEach(lack -> found.add(
                        new Validated.Lack(self.value(), one.getKey().value(),
                                lack.certain() ? "error" : "note", lack.text())));
            }
        } finally {
            workers.shutdownNow();
        }
        return found;
    }

    private static List<Lack> answer(Future<List<Lack>> asked, Deadline deadline)
            throws InterruptedException {
        try {
            return asked.get(deadline.left().toMillis() + 1, TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            asked.cancel(true);
            return List.of(new Lack(false, "no answer within " + LIMIT.toSeconds() + "s"));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DriverException said) {
                return List.of(new Lack(false, said.getMessage()));
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** The programs that would switch the service's other nodes off. */
    private List<Validated.Lack> fences(ServiceFile file) {
        SortedMap<NodeName, List<Section>> fences;
        try {
            fences = ClusterFile.read(paths.cluster(), paths.node(), self).fences();
        } catch (ConfigException refused) {
            return List.of(new Validated.Lack(self.value(), "", "error",
                    "cluster.conf is refused here: " + refused.problems().get(0)));
        }
        return fences.entrySet().stream().filter(one -> !one.getKey().equals(self)
                && file.service().nodes().contains(one.getKey()))
                .flatMap(one -> Fences.of(one.getValue(),
                        new Fences.Tools(new SystemCommands())).lacks().stream()
                        .map(lack -> new Validated.Lack(self.value(), "", "error",
                                "[stonith#" + one.getKey() + "] " + lack))).toList();
    }
}
