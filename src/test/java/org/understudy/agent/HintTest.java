package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.understudy.api.Call;
import org.understudy.config.ConfigException;
import org.understudy.config.Place;
import org.understudy.wire.Problem;
import org.understudy.wire.Shapes;

/** What an error tells to try where nobody knew better. */
final class HintTest {
    @ParameterizedTest
    @CsvSource({"/v1/services/web/parts, svcmgr -s web print status",
        "/v1/services/web/create, svcmgr create --help",
        "/v1/services/web/config/text, svcmgr -s web print config",
        "/v1/services/web/why-not, svcmgr -s web explain --why-not <node>",
        "/v1/services/a b/history, svcmgr ls", "/v1/services, svcmgr ls",
        "/v1/nodes/n9/fence, svcmgr nodes", "/v1/node/requests, svcmgr node --help",
        "/v1/node/config/value, svcmgr node print config",
        "/v1/cluster/join, svcmgr cluster --help", "/v1/simulate, svcmgr simulate --help",
        "/v1/journal, svcmgr timeline --help", "/v1/odd, svcmgr --help", "/, svcmgr --help"})
    void isAboutWhatWasAsked(String path, String hint) {
        assertEquals(hint, Hint.of(new Call("GET", path, Map.of(), "", 0)));
    }

    @ParameterizedTest
    @CsvSource({"cluster.conf, svcmgr cluster edit config", "node.conf, svcmgr node edit config",
        "web.env, svcmgr -s web validate", "/etc/x, svcmgr --help"})
    void ofAFileIsWhatTellsAllThatIsWrongWithIt(String file, String hint) {
        assertEquals(hint, Hint.of(new ConfigException(List.of(
                new org.understudy.config.Problem(file, Place.FILE, "is odd")))));
    }

    @Test
    void isTakenOnlyWhereThereIsNone() {
        assertEquals(new Problem("wrong", List.of("a"), "svcmon"), Shapes.read(new Refusal(400,
                new Problem("wrong", List.of("a"), "")).or("svcmon").reply().json(),
                Problem.class));
        assertEquals("svcmgr nodes", Shapes.read(new Refusal(400, "wrong", "svcmgr nodes")
                .or("svcmon").reply().json(), Problem.class).hint());
    }
}
