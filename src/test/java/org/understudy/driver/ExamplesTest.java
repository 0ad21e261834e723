package org.understudy.driver;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.config.Catalog;
import org.understudy.config.Handbook;
import org.understudy.config.Problem;
import org.understudy.config.ResourceKeywords;
import org.understudy.config.ServiceFile;
import org.understudy.config.ServiceFiles;
import org.understudy.config.ServiceKeywords;
import org.understudy.model.NodeName;
import org.understudy.model.Orchestrate;
import org.understudy.model.Rid;
import org.understudy.model.Service;

/** Every service under examples/ and vagrant/, the lab's too, is read without an error. */
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("examples");
    private static final Path EXAMPLE = Path.of("conf/services/web.conf.example");
    private static final Catalog CATALOG = new Drivers();

    @TestFactory
    List<DynamicTest> isReadWithoutAnError() throws IOException {
        try (Stream<Path> files = Stream.concat(Files.walk(EXAMPLES),
                Files.walk(Path.of("vagrant/services")))) {
            return files.filter(file -> file.toString().matches(".*\\.(conf|env)")).sorted()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(),
                            () -> assertFalse(read(file).service().resources().isEmpty())))
                    .toList();
        }
    }

    @Test
    void registryIsWhatTheTutorialSays() {
        ServiceFile file = read(EXAMPLES.resolve("registry.opensvc.com.env"));
        Service service = file.service();
        assertEquals("registry.opensvc.com", service.name().value());
        assertEquals("[deb1.opensvc.com, deb2.opensvc.com]", service.nodes().toString());
        assertEquals(Orchestrate.START, service.orchestrate());
        assertEquals("DEV", service.environment());
        assertEquals("OSVCLAB", file.defaults().get(ServiceKeywords.APP));
        assertEquals("container#1 in container.docker, fs#1 in fs, fs#2 in fs, fs#3 in fs,"
                + " ip#1 in ip, vg#1 in disk.vg", resources(service));
        assertEquals(Set.of(), service.parallelSets());
        assertEquals("{--env=[STORAGE_PATH=/registrydata], --publish=[5000:5000],"
                + " --volume=[/opt/registry.opensvc.com/registrydata:/registrydata]}",
                file.sections().get(new Rid("container#1")).get(ContainerKeys.RUN_ARGS).values()
                        .toString());
        assertEquals("/opt/registry.opensvc.com/dockerdata",
                service.resource(new Rid("fs#2")).sortKey());
    }

    @Test
    void busyboxIsWhatTheTutorialSays() {
        ServiceFile file = read(EXAMPLES.resolve("busybox.opensvc.com.env"));
        Service service = file.service();
        assertEquals("container#1 in container.docker:00database,"
                + " container#2 in container.docker:01appservers,"
                + " container#3 in container.docker:01appservers,"
                + " container#4 in container.docker:01appservers,"
                + " container#5 in container.docker:01appservers,"
                + " container#6 in container.docker:02webservers,"
                + " container#7 in container.docker:02webservers,"
                + " fs#1 in fs, fs#2 in fs, ip#1 in ip, vg#1 in disk.vg", resources(service));
        assertEquals(Set.of("container:01appservers"), service.parallelSets());
        assertTrue(file.sections().values().stream().allMatch(section ->
                section.find(ResourceKeywords.START_TIMEOUT).isPresent()
                == section.name().startsWith("container")));
    }

    @Test
    void olderSpellingsOfTheTutorialAreWarnings() {
        assertEquals("registry.opensvc.com.env:4:1 [DEFAULT] service_type: older spelling of env\n"
                + "registry.opensvc.com.env:11:1 [container#1] run_image: older spelling of image\n"
                + "registry.opensvc.com.env:19:1 [vg#1] vgname: older spelling of name",
                read(EXAMPLES.resolve("registry.opensvc.com.env")).warnings().stream()
                        .map(Problem::toString).collect(joining("\n")));
    }

    @Test
    void theShippedExampleServiceIsReadOnEachOfItsNodes(@TempDir Path dir) throws IOException {
        Path copy = Files.copy(EXAMPLE, dir.resolve("web.conf"));
        ServiceFile file = ServiceFiles.read(copy, CATALOG, new NodeName("n2"));
        assertEquals("eth1", file.sections().get(new Rid("ip#1")).get(Ip.IPDEV));
        assertEquals(List.of(), file.warnings());
    }

    @Test
    void theShippedExampleServiceIsReadWithoutItsSignsToo(@TempDir Path dir) throws IOException {
        Path file = Files.writeString(dir.resolve("web.conf"), Files.readString(EXAMPLE)
                .replaceAll("(?m)^#(?=\\[|[a-z_]+ = )", ""));
        ServiceFile read = ServiceFiles.read(file, CATALOG, new NodeName("n1"));
        assertEquals(List.of(), read.warnings());
        assertEquals(Set.of("container:front"), read.service().parallelSets());
        assertTrue(read.service().resources().size() > 12, resources(read.service()));
    }

    @Test
    void theShippedFilesShowEveryKindOfSection() throws IOException {
        String service = Files.readString(EXAMPLE);
        String cluster = Files.readString(Path.of("conf/cluster.conf"))
                + Files.readString(Path.of("conf/node.conf"));
        for (Handbook.Chapter kind : Handbook.of(CATALOG).chapters()) {
            String text = kind.file().equals("service") ? service : cluster;
            boolean needsType = kind.headers().stream().noneMatch(header -> CATALOG.kind(
                    header.replace("#", ""), Optional.empty()).isPresent());
            assertTrue(kind.headers().stream().anyMatch(header -> text.contains("[" + header))
                    && (!needsType || kind.types().isEmpty() || kind.types().stream()
                    .anyMatch(type -> text.contains("type = " + type + "\n"))), kind::toString);
        }
    }

    private static ServiceFile read(Path file) {
        return ServiceFiles.read(file, CATALOG, new NodeName("deb1.opensvc.com"));
    }

    private static String resources(Service service) {
        return service.resources().stream().map(resource -> resource.rid() + " in "
                + resource.set()).collect(joining(", "));
    }
}
