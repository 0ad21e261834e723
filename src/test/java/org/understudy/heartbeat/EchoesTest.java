package org.understudy.heartbeat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.understudy.heartbeat.Echoes.Echo;
import org.understudy.heartbeat.Echoes.Told;
import org.understudy.model.NodeName;

/** What is told back fits into a datagram, and nobody's present life is left out for it. */
final class EchoesTest {
    private static final int NODES = 40;

    /** Whose own echo is missing counts as not heard after its restart, and would be fenced. */
    @Test
    void everyNodesPresentLifeIsToldBackHoweverOftenAllHaveRestarted() throws Refused {
        Echoes echoes = new Echoes();
        for (int life = 1; life <= 5; life++) {
            for (int node = 0; node < NODES; node++) {
                echoes.heard(new NodeName("n" + node), new Echo(new UUID(node, life), life));
            }
        }
        byte[] told = echoes.before(new byte[0]);
        for (int node = 0; node < NODES; node++) {
            assertEquals(5, Told.read(told, new UUID(node, 5)).echoed(), "n" + node);
        }
    }
}
