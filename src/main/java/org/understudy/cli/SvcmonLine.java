package org.understudy.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What was typed after {@code svcmon}. */
@Command(name = "svcmon", sortOptions = false, separator = "=",
        customSynopsis = "svcmon [--service=<service>[,<service>…]] [options]",
        header = "Shows the services of this node.",
        footer = {"",
            "Marks of --watch: O up, X down, S and s standby up and down, ! warn,",
            "/ n/a or undef, ? not heard, * frozen.",
            "Keys: arrows, space, b, g, G scroll; q leaves it.",
            "",
            "Example: svcmon --service=web,db", "See also: svcmgr --help"})
final class SvcmonLine {
    @Option(names = {"-s", "--service"}, split = ",", paramLabel = "<service>",
            description = "only these, in this order; web*, fs:, app=x: those, see svcmgr --help")
    List<String> services = new ArrayList<>();

    @Option(names = "--status", split = ",", paramLabel = "<status>",
            description = "only what is up, down, warn, …")
    List<String> states = new ArrayList<>();

    @Option(names = {"-w", "--watch"}, description = "nodes, links and services on the whole"
            + " terminal, drawn anew when something happens; elsewhere the table once for each"
            + " change")
    boolean watch;

    @Option(names = {"-i", "--interval"}, paramLabel = "<duration>",
            converter = DurationText.class, description = "--watch: look so often even if nothing"
            + " happens here; 2s unless given")
    Duration interval = Duration.ofSeconds(2);

    @Option(names = "--color", paramLabel = "<when>",
            description = "auto (on a terminal, unless NO_COLOR is set), always or never")
    String color = "auto";

    @Option(names = "--stats", description = "what is counted: rounds of the decision, what links"
            + " dropped, what was done with each service within the last 3,000 such entries")
    boolean stats;

    @Option(names = "--verbose", description = "all resources of each, as trees")
    boolean verbose;

    @Option(names = {"-r", "--refresh"}, description = "look at each resource now; as last looked"
            + " at unless given")
    boolean refresh;

    @Option(names = "--updatedb", hidden = true, description = "of versions that had a collector;"
            + " nothing follows")
    boolean updated;

    @Option(names = "--maxdelaydb", hidden = true, paramLabel = "<seconds>",
            description = "the same")
    String delay = "";

    @Option(names = "--format", paramLabel = "<format>",
            description = "for programs: json, yaml, flat, flat_json, csv or table")
    String format = "";

    @Option(names = "--filter", paramLabel = "<path>",
            description = "only this part of it, .avail or [0].name; json unless --format is given")
    String filter = "";

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "this text")
    boolean help;

    @Option(names = "--version", versionHelp = true, description = "the program's version")
    boolean version;

    /** Whether it is for programs. */
    boolean formatted() {
        return !format.isEmpty() || !filter.isEmpty();
    }
}
