package org.understudy.config;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.understudy.model.Group;
import org.understudy.model.NodeName;
import org.understudy.model.Resource;
import org.understudy.model.Resource.Flag;

/**
 * Refuses {@code nostatus} where one node at a time may have the resource: nobody would see that it
 * is left up, and another node would start it beside.
 */
final class Unread {
    private static final Set<Group> HELD =
            EnumSet.of(Group.IP, Group.VOLUME, Group.DISK, Group.FS, Group.SHARE);
    /** Never up because of the service, or up on all nodes at once. */
    private static final List<Flag> SPARED = List.of(Flag.DISABLE, Flag.ENCAP, Flag.STANDBY);

    private final Sheet sheet;
    private final Findings findings;

    Unread(Sheet sheet, Findings findings) {
        this.sheet = sheet;
        this.findings = findings;
    }

    /** @param resources of a service with several nodes and one instance, as this node has them */
    void refuse(NodeName node, List<Resource> resources) {
        resources.stream().filter(one -> HELD.contains(one.group()) && one.is(Flag.NOSTATUS)
                && SPARED.stream().noneMatch(one::is)).forEach(one -> refuse(node, one));
    }

    private void refuse(NodeName node, Resource one) {
        sheet.parts().stream().filter(part -> part.rid().equals(one.rid()))
                .flatMap(part -> part.lookup().find(ResourceKeywords.TAGS, node).stream())
                .forEach(tags -> findings.error(tags.place(), "expected tags without nostatus,"
                        + " since one node at a time may have " + one.rid() + ": left up there"
                        + " unread, it would be started on another one beside; got "
                        + Quote.of(tags.value())));
    }
}
