package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.understudy.config.Context;
import org.understudy.config.Problem;
import org.understudy.config.ServiceScan;
import org.understudy.config.Validation;
import org.understudy.core.Plan;
import org.understudy.core.Plans;
import org.understudy.driver.Drivers;
import org.understudy.model.NodeName;
import org.understudy.model.Resource;
import org.understudy.model.Service;

/** What each shipped example leads to, step by step; {@code -Drewrite} writes the files anew. */
class ExamplePlansTest {
    private static final Path SERVICES = Path.of("examples/services");
    private static final Path GOLDEN = Path.of("src/test/resources/golden/plans");
    private static final NodeName NODE = new NodeName("n1");

    static List<Path> examples() throws IOException {
        try (Stream<Path> own = Files.list(SERVICES); Stream<Path> tutorial =
                Files.list(Path.of("examples"))) {
            return Stream.concat(own, tutorial)
                    .filter(one -> one.toString().matches(".*\\.(conf|env)"))
                    .sorted().toList();
        }
    }

    @Test
    void thereIsADozenAtLeast() throws IOException {
        assertTrue(examples().size() >= 12, () -> "expected 12 examples");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void isRightInAllRespectsAndPlannedAsReviewed(Path example) throws IOException {
        Validation found = Validation.ofService(example, new Drivers(), NODE, Context.of(
                Optional.empty(), ServiceScan.of(SERVICES, new Drivers(), NODE),
                example.getFileName().toString().replaceFirst("\\.(conf|env)$", "")));
        List<Problem> serious = found.problems().stream()
                .filter(one -> one.severity() != Problem.Severity.NOTE).toList();
        assertEquals(List.of(), serious);
        Service service = found.file().orElseThrow().service();
        check(example, "start\n" + text(Plans.start(service)) + "stop\n"
                + text(Plans.stop(service, false)) + standby(service));
    }

    private static String standby(Service service) {
        boolean any = service.resources().stream()
                .anyMatch(resource -> resource.is(Resource.Flag.STANDBY));
        return any ? "shutdown\n" + text(Plans.stop(service, true)) : "";
    }

    private static void check(Path example, String text) throws IOException {
        Path golden = GOLDEN.resolve(example.getFileName() + ".txt");
        if ("true".equals(System.getProperty("rewrite"))) {
            Files.createDirectories(GOLDEN);
            Files.writeString(golden, text);
        }
        assertEquals(Files.readString(golden), text);
    }

    /** A line for each step; those that run at once share one. */
    private static String text(Plan plan) {
        return "  " + PlanText.of(plan).replace(", ", "\n  ") + "\n";
    }
}
