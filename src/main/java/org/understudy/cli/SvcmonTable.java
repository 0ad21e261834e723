package org.understudy.cli;

import java.util.ArrayList;
import java.util.List;
import org.understudy.wire.ServiceStatus;

/**
 * The services of this node as a table, one row each: {@code svcmon}. By loops: ten lambdas take
 * longer to load than all the rest of it.
 */
final class SvcmonTable {
    private static final int MIN_NAME = 7;
    /** Two blanks and 127.0.0.1, the name the tutorial's program gives its docker host. */
    private static final int MIN_NAME_WITH_CONTAINER = 11;
    /** Behind name, type and the container's type. */
    private static final int FIRST_STATUS = 3;
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

    /** The same without colours. */
    static List<String> of(List<ServiceStatus> services) {
        return of(services, false);
    }

    /** Header, rows in the given order, then what is wrong with which; no trailing blanks. */
    static List<String> of(List<ServiceStatus> services, boolean colours) {
        int width = MIN_NAME;
        List<List<String>> rows = new ArrayList<>(HEADER);
        List<String> notices = new ArrayList<>();
        List<String> running = new ArrayList<>();
        for (ServiceStatus service : services) {
            if (!service.refused()) {
                width = Math.max(width, width(service));
                rows.add(cells(service));
            }
            if (!service.notice().isEmpty()) {
                notices.add(notice(service));
            }
            for (ServiceStatus.Doing one : service.running()) {
                running.add(service.name() + ": " + one.words());
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> cells : rows) {
            lines.add(row(cells, width, colours && !HEADER.contains(cells)));
        }
        lines.addAll(notices);
        lines.addAll(running);
        return lines;
    }

    /** What is wrong with it. */
    static String notice(ServiceStatus service) {
        return new Columns().add(service.name() + ": " + service.notice(), 0).toString();
    }

    private static int width(ServiceStatus service) {
        boolean container = false;
        for (ServiceStatus.Row row : service.resources()) {
            container |= row.group().equals("container");
        }
        return Math.max(service.name().length(), container ? MIN_NAME_WITH_CONTAINER : MIN_NAME);
    }

    private static List<String> cells(ServiceStatus service) {
        List<String> cells = new ArrayList<>(List.of(service.name(), service.env(), "hosted"));
        for (String group : GROUPS) {
            cells.add(service.groups().getOrDefault(group, "n/a"));
        }
        cells.addAll(List.of(service.avail(), service.overall(),
                service.frozen() ? "True" : "False"));
        return cells;
    }

    private static String row(List<String> cells, int width, boolean colours) {
        Columns row = new Columns().next(cells.get(0), width, colours ? Tint.BOLD : Tint.PLAIN);
        for (int i = 1; i < cells.size(); i++) {
            row.next(cells.get(i), WIDTHS[i - 1], colours ? tint(cells, i) : Tint.PLAIN);
        }
        return row.toString();
    }

    private static Tint tint(List<String> cells, int i) {
        if (i < FIRST_STATUS) {
            return Tint.PLAIN;
        }
        return cells.get(i).equals("True") ? Tint.BLUE : Tint.of(cells.get(i));
    }
}
