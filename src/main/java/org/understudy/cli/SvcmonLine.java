package org.understudy.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What was typed after {@code svcmon}. */
@Command(name = "svcmon", sortOptions = false, separator = "=",
        customSynopsis = "svcmon [--service=<service>[,<service>…]] [options]",
        header = "Shows the services of this node.",
        footer = {"", "Example: svcmon --service=web,db", "See also: svcmgr --help"})
final class SvcmonLine {
    @Option(names = {"-s", "--service"}, split = ",", paramLabel = "<service>",
            description = "only these, in this order; web*, fs:, app=x: those, see svcmgr --help")
    List<String> services = new ArrayList<>();

    @Option(names = "--status", split = ",", paramLabel = "<status>",
            description = "only what is up, down, warn, …")
    List<String> states = new ArrayList<>();

    @Option(names = "--verbose", description = "all resources of each, as trees")
    boolean verbose;

    @Option(names = "--format", paramLabel = "<format>",
            description = "for programs: json, flat, flat_json, csv or table")
    String format = "";

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "this text")
    boolean help;

    @Option(names = "--version", versionHelp = true, description = "the program's version")
    boolean version;
}
