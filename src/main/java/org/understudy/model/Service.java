package org.understudy.model;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.understudy.model.Resource.Flag;

/**
 * A service as its file defines it for this node.
 *
 * @param name the file's name
 * @param nodes where it may run, preferred first
 * @param orchestrate how far the cluster goes by itself
 * @param environment the keyword {@code env} or {@code service_type}: {@code DEV}, {@code PRD}, …
 * @param priority smaller is more important; 100 unless said
 * @param rollback whether a failed start undoes what it did
 * @param resources sorted by rid
 * @param parallelSets start sets whose resources act at once: {@code container:01appservers}
 * @param checksum of the file's bytes, to compare between nodes
 * @param rules how it is placed, kept up and moved
 */
public record Service(ServiceName name, List<NodeName> nodes, Orchestrate orchestrate,
        String environment, int priority, boolean rollback, List<Resource> resources,
        Set<String> parallelSets, String checksum, Rules rules) {
    /** Groups whose resources may hold what several nodes could write. */
    private static final Set<Group> DATA = Set.of(Group.VOLUME, Group.DISK, Group.FS);

    public Service {
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException(name + ": expected nodes, got []");
        }
        if (new HashSet<>(nodes).size() != nodes.size()) {
            throw new IllegalArgumentException(name + ": expected each node once, got " + nodes);
        }
        nodes = List.copyOf(nodes);
        resources = resources.stream().sorted(Comparator.comparing(Resource::rid)).toList();
        parallelSets = Set.copyOf(parallelSets);
    }

    /** One with the rules of a file that says nothing about them. */
    public Service(ServiceName name, List<NodeName> nodes, Orchestrate orchestrate,
            String environment, int priority, boolean rollback, List<Resource> resources,
            Set<String> parallelSets, String checksum) {
        this(name, nodes, orchestrate, environment, priority, rollback, resources, parallelSets,
                checksum, Rules.DEFAULT);
    }

    /** What reserves disks for the node that runs the service. */
    public List<Resource> reservations() {
        return resources.stream().filter(r -> r.reserves() && !r.is(Flag.DISABLE)).toList();
    }

    /**
     * Whether a start that begins with the reservations takes from every other node the means to
     * write what the service has on disks. One disk that is not reserved, and it does not.
     */
    public boolean reserved() {
        List<Resource> reservations = reservations();
        return !rules.flexible() && !reservations.isEmpty()
                && reservations.stream().allMatch(r -> r.acts() && !r.is(Flag.OPTIONAL))
                && exposed().isEmpty();
    }

    /** What several nodes could write to, whatever is reserved. */
    public List<Resource> exposed() {
        return resources.stream().filter(r -> DATA.contains(r.group()) && !r.reserves()
                && !r.is(Flag.DISABLE) && !r.is(Flag.RESERVED)).toList();
    }

    /** The resource with this id. */
    public Resource resource(Rid rid) {
        return resources.stream().filter(r -> r.rid().equals(rid)).findFirst().orElseThrow(
                () -> new IllegalArgumentException(name + ": no resource " + rid));
    }
}
