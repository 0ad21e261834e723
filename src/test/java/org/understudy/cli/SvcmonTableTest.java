package org.understudy.cli;

import static org.understudy.cli.Fixtures.row;
import static org.understudy.cli.Fixtures.service;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SvcmonTableTest {
    @ParameterizedTest
    @ValueSource(strings = {"deb1", "deb2"})
    void printsTheTutorialsTables(String node) {
        Golden.check("tutorial-svcmon-" + node, SvcmonTable.of(Fixtures.tutorial(node)));
    }

    @Test
    void headerStandsWithoutRows() {
        Golden.check("table-empty", SvcmonTable.of(List.of()));
    }

    @Test
    void longStatusPushesTheRestRightAndNoticesFollow() {
        Golden.check("table-notice", SvcmonTable.of(List.of(
                Fixtures.noticed(service("web", "down", List.of(row("ip#1", "down", "web@eth0"))),
                        "warn", "held: n1 silent, no fence is configured"),
                service("db", "stdby down", List.of(row("disk#1", "stdby down", "vgdb"))))));
    }

    @Test
    void containerWidensTheFirstColumn() {
        Golden.check("table-container", SvcmonTable.of(List.of(
                service("web", "up", List.of(row("container#1", "up", "nginx"))))));
    }
}
