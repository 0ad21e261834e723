package org.understudy.driver;

import java.util.List;
import org.understudy.model.Rid;

/**
 * The devices of a resource as this node has them, by the names that lsblk(8) gives them.
 *
 * @param rid the resource
 * @param uses what it takes
 * @param gives what is there by it
 * @param disks what those lie on in the end; a loop device is an end of its own
 * @param notes what cannot be told here and now, and why
 */
public record Devices(Rid rid, List<String> uses, List<String> gives, List<String> disks,
        List<String> notes) {
    public Devices {
        uses = List.copyOf(uses);
        gives = List.copyOf(gives);
        disks = List.copyOf(disks);
        notes = List.copyOf(notes);
    }

    Devices on(List<String> others) {
        return new Devices(rid, uses, gives, others, notes);
    }
}
