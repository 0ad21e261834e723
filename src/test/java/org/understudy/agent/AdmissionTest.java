package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.config.ClusterForm;
import org.understudy.model.Moment;
import org.understudy.model.NodeName;
import org.understudy.wire.Credentials;
import org.understudy.wire.Joining;
import org.understudy.wire.NewMember;

class AdmissionTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    private Path dir;

    private Instant now = NOON;

    @Test
    void tokenIsGoodForItsTimeOnly() {
        String token = token(Duration.ofMinutes(10));
        now = NOON.plusSeconds(601);
        Refusal refusal = assertThrows(Refusal.class, () -> of("n2").join(
                new Joining(token, false)));
        assertTrue(refusal.getMessage().startsWith("expected a token that is good now, "),
                refusal.getMessage());
        assertFalse(Files.exists(paths("n2").cluster()));
        assertFalse(Files.exists(paths("n2").key()));
        now = NOON.plusSeconds(600);
        assertTrue(of("n2").join(new Joining(token, false)).changed());
        assertTrue(Files.exists(paths("n2").cluster()));
    }

    @Test
    void tokenLastsAnHourUnlessSaid() {
        Credentials credentials = Token.read(token(Duration.ZERO));
        assertEquals(NOON.plusSeconds(3600).getEpochSecond(), credentials.expires());
    }

    @Test
    void tokenOfAnotherVersionIsRefusedByItsVersion() {
        Credentials one = Token.read(token(Duration.ZERO));
        String newer = Token.of(new Credentials(2, one.cluster(), one.issuer(), one.issued(),
                one.expires(), one.key(), one.conf()));
        assertEquals("expected a token of version 1, got 2", assertThrows(Refusal.class,
                () -> of("n2").join(new Joining(newer, false))).getMessage());
    }

    @Test
    void nodeThatIsNotNamedLeavesNothingBehind() {
        String token = token(Duration.ZERO);
        assertThrows(Refusal.class, () -> of("n3").join(new Joining(token, false)));
        assertFalse(Files.exists(paths("n3").cluster()));
        assertFalse(Files.exists(paths("n3").key()));
    }

    private String token(Duration lasts) {
        NodeName n1 = new NodeName("n1");
        if (Files.notExists(paths("n1").cluster())) {
            new Founding(paths("n1"), n1, form("n1")).init(
                    new NewMember("prod", "", Map.of("hb#1", "10.0.0.1"), 0));
        }
        return of("n1").token(new NewMember("", "n2", Map.of("hb#1", "10.0.0.2"),
                lasts.toMillis())).token();
    }

    private Admission of(String node) {
        return new Admission(paths(node), new NodeName(node), form(node), new Clock() {
            @Override
            public Moment now() {
                return new Moment(0);
            }

            @Override
            public Instant wall() {
                return now;
            }
        });
    }

    private ClusterForm form(String node) {
        return ClusterForm.ofCluster(paths(node).node(), new NodeName(node));
    }

    private Paths paths(String node) {
        return Desks.paths(dir.resolve(node));
    }
}
