package org.understudy.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.understudy.model.NodeName;

/**
 * Files old and new, right and wrong, each with what is read from it or said about it in a file
 * beside it, {@code <name>.expected}; {@code -Drewrite} writes those anew, to be read in review.
 */
class OddFilesTest {
    private static final Path DIR = Path.of("src/test/resources/config/odd");
    private static final NodeName N1 = new NodeName("n1");

    static List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(DIR)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(".expected")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void fileIsReadOrRefusedAsExpected(String name) throws IOException {
        Path expected = DIR.resolve(name + ".expected");
        String found = assertTimeoutPreemptively(Duration.ofSeconds(60),
                () -> switch (name.substring(0, name.indexOf('-') + 1)) {
                    case "cluster-" -> cluster(DIR.resolve(name), DIR.resolve("none"));
                    case "node-" -> cluster(DIR.resolve("none"), DIR.resolve(name));
                    default -> service(name);
                });
        if (System.getProperty("rewrite") != null) {
            Files.writeString(expected, found);
        }
        assertEquals(Files.readString(expected), found);
    }

    private static String service(String name) {
        try {
            ServiceFile file = ServiceFiles.read(DIR.resolve(name), new TestCatalog(), N1);
            return warnings(file.warnings()) + head(file) + file.sections().values().stream()
                    .map(section -> section((Values) section)).collect(Collectors.joining());
        } catch (ConfigException e) {
            return problems(e);
        }
    }

    private static String cluster(Path clusterConf, Path nodeConf) {
        try {
            ClusterFile file = ClusterFile.read(clusterConf, nodeConf, N1);
            return warnings(file.warnings()) + "nodes " + file.cluster().nodes() + "\n"
                    + file.cluster().links().stream().map(link -> link + "\n")
                            .collect(Collectors.joining())
                    + file.fences().entrySet().stream().map(fence -> fence.getKey()
                            + "\n" + fence.getValue().stream().map(level ->
                                    section((Values) level)).collect(Collectors.joining()))
                            .collect(Collectors.joining());
        } catch (ConfigException e) {
            return problems(e);
        }
    }

    private static String problems(ConfigException refused) {
        return refused.problems().stream().map(problem -> "error " + at(problem) + "\n")
                .collect(Collectors.joining());
    }

    private static String warnings(List<Problem> warnings) {
        return warnings.stream().map(problem -> RuleKeywords.word(problem.severity()) + " "
                + at(problem) + "\n")
                .collect(Collectors.joining());
    }

    /** The column first, whether or not messages show it. */
    private static String at(Problem problem) {
        Place place = problem.place();
        return place.line() + ":" + place.column() + " [" + place.section() + "] " + place.key()
                + ": " + problem.text();
    }

    private static String head(ServiceFile file) {
        return "nodes " + file.service().nodes() + "\norchestrate "
                + RuleKeywords.word(file.service().orchestrate()) + "\n"
                + (file.service().parallelSets().isEmpty() ? ""
                        : "parallel " + file.service().parallelSets() + "\n")
                + (file.labels().isEmpty() ? "" : "labels " + file.labels() + "\n")
                + section((Values) file.defaults());
    }

    /** What is not as it would be anyway. */
    private static String section(Values values) {
        return "[" + values.name() + "]\n" + values.texts().keySet().stream().sorted()
                .flatMap(key -> values.texts().get(key).filter(text -> !isPreset(key, text))
                        .map(text -> key + " = " + text.replace("\n", "\\n") + "\n").stream())
                .collect(Collectors.joining());
    }

    private static boolean isPreset(String key, String text) {
        return Stream.of(ServiceKeywords.ALL, ResourceKeywords.ALL, new TestCatalog().defaults())
                .flatMap(keywords -> keywords.find(key).stream())
                .anyMatch(keyword -> keyword.preset().equals(Optional.of(text)));
    }
}
