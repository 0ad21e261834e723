package org.understudy.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Actions of other versions that make no sense here, and why. */
final class LeftOut {
    private static final List<String> DEVICES = List.of("the disks of a node that no service"
            + " uses are lsblk's to tell, on the node", "svcmgr -s web print devs");
    private static final List<String> BOXES = List.of("volumes, filesystems and images"
            + " that a file names are made by hand: who makes them might take what is lost for new",
            "svcmgr -s web validate --everywhere");
    /** Why, and what to do instead. */
    private static final Map<String, List<String>> ALL = all();

    private LeftOut() {
    }

    private static Map<String, List<String>> all() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        all.put("toc", List.of("what monitor_action says is done by itself, when a resource with"
                + " monitor = true stays down and cannot be restarted; by hand, say what is to be"
                + " done", "svcmgr -s web switch"));
        all.put("migrate", List.of("nothing that runs here can move while it is up",
                "svcmgr -s web switch --to n2"));
        all.put("move", List.of("it is called switch", "svcmgr -s web switch --to n2"));
        all.put("scale", List.of("how many there are is in its file",
                "svcmgr -s web set flex_target=2"));
        all.put("boot", List.of("the agent does what is to be done after a boot when it starts",
                "svcmgr -s web explain"));
        all.put("resource monitor", List.of("the agent looks at resources all the time",
                "svcmgr -s web print status"));
        all.put("node print devs", DEVICES);
        all.put("node scanscsi", DEVICES);
        for (String word : List.of("provision", "unprovision", "purge")) {
            all.put(word, BOXES);
        }
        return all;
    }

    /** What to say of such a word; services may stand before it. */
    static Optional<Failure> of(List<String> words) {
        for (int from = 0; from < Math.min(2, words.size()); from++) {
            String name = String.join(" ", words.subList(from, words.size())).replace('_', ' ');
            List<String> why = ALL.get(name);
            if (why != null) {
                return Optional.of(Failure.usage(name + ": " + why.get(0), why.get(1)));
            }
        }
        return Optional.empty();
    }
}
