package org.understudy.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.understudy.config.Kind;

/** Who adds a driver says where it is held to the contract, or this fails. */
class EveryDriverIsUnderContractTest {
    /** They need a kernel with device-mapper, md or drbd, which not every machine has. */
    private static final Set<String> NOT_FOR_REAL =
            Set.of("disk.vg", "disk.lv", "disk.md", "disk.drbd");

    private final Drivers catalog = new Drivers();

    @Test
    void onAMadeUpMachine() throws Exception {
        assertEquals(List.of(), missing(false, Set.of()));
    }

    @Test
    void onARealOne() throws Exception {
        assertEquals(List.of(), missing(true, NOT_FOR_REAL));
    }

    /**
     * Who adds a driver gives it a second look, or says here why there is none. What a job is, its
     * last run said, which is in a file.
     */
    @Test
    void andTakesASecondLookWhereItsStatusMayNotAnswer() throws Exception {
        Map<String, String> without = Map.of("FsDirectory", "it is never up",
                "ScsiReserv", "the disk alone knows who holds it",
                "SimpleApp", "its status reads /proc and asks no command");
        List<String> missing = new ArrayList<>();
        for (Class<?> one : classes(Path.of("target/classes"))) {
            if (Driver.class.isAssignableFrom(one) && !one.isInterface()
                    && !Job.class.isAssignableFrom(one)
                    && Stream.of(one.getDeclaredMethods()).noneMatch(
                            method -> method.getName().equals("trace"))) {
                missing.add(one.getSimpleName());
            }
        }
        assertEquals(without.keySet(), new TreeSet<>(missing));
    }

    /** Kinds that are registered and no contract test covers. */
    private List<String> missing(boolean real, Set<String> spared) throws Exception {
        Set<Integer> covered = new TreeSet<>();
        for (Class<?> test : contracts()) {
            Covers covers = test.getAnnotation(Covers.class);
            assertEquals(true, covers != null, test + " does not say what it covers");
            if (isReal(test) == real || isBoth(test)) {
                for (String header : covers.value()) {
                    covered.add(System.identityHashCode(kind(header).orElseThrow(
                            () -> new AssertionError(test + " covers " + header))));
                }
            }
        }
        return headers().filter(header -> kind(header).stream().noneMatch(kind ->
                spared.contains(kind.driver())
                || covered.contains(System.identityHashCode(kind)))).toList();
    }

    private Stream<String> headers() {
        return catalog.sections().stream().flatMap(section -> Stream.concat(Stream.of(section),
                catalog.types(section).stream().map(type -> section + ":" + type)))
                .filter(header -> kind(header).isPresent());
    }

    private Optional<Kind> kind(String header) {
        String[] words = header.split(":");
        return catalog.kind(words[0], words.length > 1 ? Optional.of(words[1])
                : Optional.empty());
    }

    /** Its own tag, or that of the class around it. */
    private static boolean isReal(Class<?> test) {
        Tag tag = test.getAnnotation(Tag.class);
        return tag != null ? tag.value().equals("lab")
                : test.getEnclosingClass() != null && isReal(test.getEnclosingClass());
    }

    /** Processes are real everywhere. */
    private static boolean isBoth(Class<?> test) {
        return test.getEnclosingClass() == AppTest.class || test == TaskTest.class;
    }

    private static List<Class<?>> contracts() throws IOException, ClassNotFoundException {
        return classes(Path.of("target/test-classes")).stream().filter(one ->
                (DriverContract.class.isAssignableFrom(one)
                        || JobContract.class.isAssignableFrom(one))
                && !java.lang.reflect.Modifier.isAbstract(one.getModifiers())).toList();
    }

    private static List<Class<?>> classes(Path classes) throws IOException, ClassNotFoundException {
        List<Path> files;
        try (Stream<Path> found = Files.list(classes.resolve("org/understudy/driver"))) {
            files = found.filter(file -> file.toString().endsWith(".class"))
                    .collect(Collectors.toCollection(ArrayList::new));
        }
        List<Class<?>> all = new ArrayList<>();
        for (Path file : files) {
            all.add(Class.forName(classes.relativize(file).toString()
                    .replace(".class", "").replace('/', '.'), false,
                    EveryDriverIsUnderContractTest.class.getClassLoader()));
        }
        return all;
    }
}
