package org.understudy.cli;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * An action, as the check of options, the help, the manual and the completion know it.
 *
 * @param name its words: {@code cluster join}
 * @param as the action it is another word for; itself where it is none
 * @param is what it does, in some words
 * @param typed the options it takes, besides those of all; {@code [--service]} may be left out
 * @param takes what stands behind its words; empty for nothing
 * @param more what else is to be known of it; may be empty
 * @param codes its exit codes where they are not the usual ones
 * @param examples whole lines to type
 * @param often whether it is one of those that are asked for first
 */
record Act(String name, String as, String is, String typed, String takes, String more,
        String codes, List<String> examples, boolean often) {
    static Act of(String name, String is, String... options) {
        return new Act(name, name, is, String.join(" ", options), "", "", "", List.of(), false);
    }

    /** Another word for one that is declared beside it. */
    static Act same(String name, String as) {
        return new Act(name, as, "", "", "", "", "", List.of(), false);
    }

    /** One of those that are asked for first. */
    Act first() {
        return new Act(name, as, is, typed, takes, more, codes, examples, true);
    }

    Act takes(String operands) {
        return new Act(name, as, is, typed, operands, more, codes, examples, often);
    }

    Act more(String text) {
        return new Act(name, as, is, typed, takes, text, codes, examples, often);
    }

    Act codes(String text) {
        return new Act(name, as, is, typed, takes, more, text, examples, often);
    }

    Act examples(String... lines) {
        return new Act(name, as, is, typed, takes, more, codes, List.of(lines), often);
    }

    /** This one under another name. */
    Act named(String other) {
        return new Act(other, name, is, typed, takes, more, codes, examples, false);
    }

    boolean isAlias() {
        return !as.equals(name);
    }

    /** Its options by their long names; without streams, which take longer to begin than this. */
    Set<String> options() {
        if (typed.isEmpty()) {
            return Set.of();
        }
        Set<String> all = new HashSet<>();
        Collections.addAll(all, typed.replace("[", "").replace("]", "").split(" "));
        if (all.contains("--service")) {
            all.add("--status");
        }
        if (all.contains("--format") && !all.contains("--follow")) {
            all.add("--filter");
        }
        return all;
    }

    /** How it is typed. */
    String synopsis() {
        boolean some = Arrays.asList(typed.split(" ")).contains("[--service]");
        String services = some ? "[-s <service>[,…]] "
                : options().contains("--service") ? "[-s] <service>[,…] " : "";
        return "svcmgr " + services + name + (takes.isEmpty() ? "" : " " + takes) + " [options]";
    }
}
