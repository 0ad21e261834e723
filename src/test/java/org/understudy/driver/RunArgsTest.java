package org.understudy.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunArgsTest {
    @Test
    void bothSpellingsOfAnOptionAreOne() {
        RunArgs args = RunArgs.TYPE.parse("-v /a:/b:ro --volume=/c -e A=1 -e 'B=x y' -tid"
                + " -p 37.59.71.25:5000:5000 --net=host --privileged --name box -h web"
                + " --ulimit nofile=64:128");
        assertEquals(List.of("/a:/b:ro", "/c"), args.all("--volume"));
        assertEquals(List.of("A=1", "B=x y"), args.all("--env"));
        assertEquals("host", args.last("--network").orElseThrow());
        assertEquals("web", args.last("--hostname").orElseThrow());
        assertEquals("true", args.last("--privileged").orElseThrow());
    }

    @Test
    void valueMayBeGluedToAShortOption() {
        RunArgs args = RunArgs.TYPE.parse("-p80:8080 -v/a:/b -eA=1 -ti");
        assertEquals(List.of("80:8080"), args.all("--publish"));
        assertEquals(List.of("/a:/b"), args.all("--volume"));
        assertEquals(List.of("A=1"), args.all("--env"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--restart=always", "--rm", "--frobnicate x", "-p nonsense", "-v",
        "--cap-add FLY", "stray", "--ulimit nofile", "--ulimit nofile=many", "--memory lots"})
    void whatIsNotSupportedIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> RunArgs.TYPE.parse(text));
    }
}
