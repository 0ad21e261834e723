package org.understudy.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.understudy.wire.Selection;
import picocli.CommandLine.Option;

/** The options that choose some resources of a service, and how an action on them is done. */
final class PartOptions {
    private static final Duration USUAL = Duration.ofMinutes(1);

    @Option(names = "--tags", split = ",", paramLabel = "<tag>",
            description = "resources with one of these tags; db+fast:"
                    + " with both")
    List<String> tags = new ArrayList<>();

    @Option(names = "--subsets", split = ",", paramLabel = "<subset>",
            description = "resources of these subsets; app:first: of that group")
    List<String> subsets = new ArrayList<>();

    @Option(names = "--upto", paramLabel = "<what>",
            description = "nothing behind this group or resource")
    String upto = "";

    @Option(names = "--downto", paramLabel = "<what>",
            description = "nothing below this group or resource")
    String downto = "";

    @Option(names = {"-f", "--force"}, description = {"stop, restart: standby resources, too",
        "sync: also outside its period", "disk-init: what is on the disk is lost",
        "cluster leave: also what no other node starts is stopped"})
    boolean force;

    @Option(names = "--waitlock", paramLabel = "<duration>", converter = DurationText.class,
            description = "wait so long for an action that runs here already; 1m unless"
                    + " given, 0s: not at all")
    Duration waitlock;

    /** How long to wait for an action that runs already. */
    Duration patience() {
        return waitlock == null ? USUAL : waitlock;
    }

    /** What was typed, with what the action's name says. */
    Selection selection(List<String> rids, ShortAction named) {
        return new Selection(filled(rids), filled(tags), filled(subsets), named.within(),
                upto + downto, named.standby(), force || named.force());
    }

    private static List<String> filled(List<String> words) {
        return words.stream().map(String::strip).filter(word -> !word.isEmpty()).toList();
    }

    /** Whether anything but all of the service is meant. */
    static boolean some(Selection selection) {
        return !selection.rids().isEmpty() || !selection.tags().isEmpty()
                || !selection.subsets().isEmpty() || !selection.within().isEmpty()
                || !selection.until().isEmpty() || selection.standby();
    }
}
