package org.understudy.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.model.Link;
import org.understudy.model.NodeName;

/** What conf/ says about itself is so. */
class DefaultsTest {
    private static final Path CONF = Path.of("conf");
    private static final NodeName N1 = new NodeName("n1");

    @TempDir
    private Path dir;

    @Test
    void asShippedTheyAreAsGoodAsNone() {
        assertEquals(ClusterFile.read(dir.resolve("cluster.conf"), dir.resolve("node.conf"), N1),
                ClusterFile.read(CONF.resolve("cluster.conf"), CONF.resolve("node.conf"), N1));
    }

    @Test
    void withoutTheirSignsTheyAreACluster() throws IOException {
        ClusterFile file = ClusterFile.read(uncommented("cluster.conf"),
                uncommented("node.conf"), N1);
        Link link = file.cluster().links().get(0);
        assertEquals(List.of(N1, new NodeName("n2")), file.cluster().nodes());
        assertEquals(Set.of(N1, new NodeName("n2")), file.cluster().fenced());
        assertEquals("10.0.0.2", link.addresses().get(new NodeName("n2")));
        assertEquals(Duration.ofSeconds(1), link.interval());
        assertEquals(List.of("[arbitrator#1] no effect while quorum = false",
                "[stonith#n2:2] no watchdog in [node] of this file, so n2's own"
                + " node.conf has to name one: without one nothing makes sure that it obeys",
                "[node] no effect while quorum = false: nobody needs a majority"),
                file.warnings().stream().map(problem -> "[" + problem.place().section() + "] "
                        + problem.text()).toList());
    }

    @Test
    void theyShowThePresetsAndAllKeywords() throws IOException {
        for (String name : List.of("cluster.conf", "node.conf")) {
            Ini ini = IniReader.read(SourceFile.read(uncommented(name)), new Findings(name));
            for (Ini.Block block : ini.sections()) {
                keywords(block).all().stream()
                        .filter(keyword -> !keyword.equals(ResourceKeywords.COMMENT))
                        .forEach(keyword -> assertShown(block, keyword));
            }
        }
    }

    private static Keywords keywords(Ini.Block block) {
        return block.entries().stream().filter(entry -> block.name().startsWith("stonith#")
                && entry.key().equals(FenceKeywords.TYPE.name())).findFirst()
                .map(entry -> FenceKeywords.OF_TYPE.get(entry.value()))
                .orElseGet(() -> ClusterKeywords.of(block));
    }

    private static void assertShown(Ini.Block block, Keyword<?> keyword) {
        Optional<Ini.Entry> shown = block.entries().stream()
                .filter(entry -> Binder.name(entry).equals(keyword.name())).findFirst();
        assertEquals(Optional.of(keyword.name()), shown.map(Binder::name), block.name());
        keyword.preset().filter(preset -> keyword != FenceKeywords.TYPE)
                .ifPresent(preset -> assertEquals(preset, shown.get().value()));
    }

    /** With the signs taken from lines such as {@code #key = value} and {@code #[section]}. */
    private Path uncommented(String name) throws IOException {
        Matcher signs = Pattern.compile("(?m)^#(?=\\[|[a-z_]+(@\\S+)? = )")
                .matcher(Files.readString(CONF.resolve(name)));
        return Files.writeString(dir.resolve(name), signs.replaceAll(""));
    }
}
