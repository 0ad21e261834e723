package org.understudy.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.understudy.wire.ServiceStatus;

/** The services of this node as a table, one row each: {@code svcmon}. */
final class SvcmonTable {
    private static final int MIN_NAME = 7;
    /** Two blanks and 127.0.0.1, the name the tutorial's program gives its docker host. */
    private static final int MIN_NAME_WITH_CONTAINER = 11;
    private static final List<String> GROUPS =
            List.of("container", "ip", "disk", "fs", "share", "app", "hb", "sync");
    private static final int[] WIDTHS = {7, 9, 9, 9, 10, 10, 10, 10, 9, 9, 10, 10, 6};
    private static final List<List<String>> HEADER = List.of(
            List.of("service", "service", "container", "container", "ip", "disk", "fs", "share",
                    "app", "hb", "sync", "avail", "overall", ""),
            List.of("name", "type", "type", "status", "status", "status", "status", "status",
                    "status", "status", "status", "status", "status", "frozen"),
            List.of("-------", "-------", "---------", "---------", "------", "------", "------",
                    "------", "------", "------", "------", "------", "-------", "------"));

    private SvcmonTable() {
    }

    /** Header, rows in the given order, then what is wrong with which; no trailing blanks. */
    static List<String> of(List<ServiceStatus> services) {
        int width = services.stream().filter(service -> !service.refused())
                .mapToInt(SvcmonTable::width).reduce(MIN_NAME, Math::max);
        List<String> lines = new ArrayList<>();
        HEADER.forEach(cells -> lines.add(row(cells, width)));
        services.stream().filter(service -> !service.refused())
                .forEach(service -> lines.add(row(cells(service), width)));
        services.stream().filter(service -> !service.notice().isEmpty())
                .forEach(service -> lines.add(notice(service)));
        services.forEach(service -> service.running().forEach(one ->
                lines.add(service.name() + ": " + one.words())));
        return lines;
    }

    /** What is wrong with it. */
    static String notice(ServiceStatus service) {
        return new Columns().add(service.name() + ": " + service.notice(), 0).toString();
    }

    private static int width(ServiceStatus service) {
        boolean container = service.resources().stream()
                .anyMatch(row -> row.group().equals("container"));
        return Math.max(service.name().length(), container ? MIN_NAME_WITH_CONTAINER : MIN_NAME);
    }

    private static List<String> cells(ServiceStatus service) {
        Stream<String> groups = GROUPS.stream()
                .map(group -> service.groups().getOrDefault(group, "n/a"));
        return Stream.of(Stream.of(service.name(), service.env(), "hosted"), groups,
                Stream.of(service.avail(), service.overall(), service.frozen() ? "True" : "False"))
                .flatMap(cell -> cell).toList();
    }

    private static String row(List<String> cells, int width) {
        Columns row = new Columns().next(cells.get(0), width);
        for (int i = 1; i < cells.size(); i++) {
            row.next(cells.get(i), WIDTHS[i - 1]);
        }
        return row.toString();
    }
}
