package org.understudy.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.understudy.model.NodeName;

/** What was set and is unset again leaves every byte as it was. */
class RoundTripTest {
    /** Keys that no file has: in DEFAULT, in a section of its own, in a free one. */
    private static final List<String> KEYS = List.of("zz", "zz@n1", "app#zz.comment",
            "fs#z.z.mnt", "labels.zz", "env.zz", "subset#zz.parallel");

    static Stream<Path> files() throws IOException {
        List<Path> all = new ArrayList<>();
        for (String root : List.of("examples", "conf", "src/test/resources/config")) {
            try (Stream<Path> found = Files.walk(Path.of(root))) {
                found.filter(Files::isRegularFile).filter(file -> file.toString()
                        .matches(".*\\.(conf|env|example|ini)")).forEach(all::add);
            }
        }
        assertTrue(all.size() > 10, "found " + all);
        return all.stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyFileComesBackByteForByte(Path file) {
        Optional<SourceFile> source = text(file);
        if (source.isPresent()) {
            for (String key : KEYS) {
                comesBack(source.get().text(), key);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\n\n", "\r\n", "\uFEFF", "\uFEFF\n", "# only a comment",
        "# only a comment\n", "  # indented\n", "[DEFAULT]", "[DEFAULT]\n", "[DEFAULT]\r\n",
        "[default]\nnodes = n1", "\n[DEFAULT]\n", "\n\n[DEFAULT]\n\n", "\n[app#zz]\n",
        "[app#zz]", "[app#zz]\n", "a = b\n\n[app#zz]\n", "a = b\n\n[app#zz]\n\n",
        "a = b\r\n\r\n[app#zz]\r\n", "a = b\n\n[app#zz]\n# why\n", "a = b\n\n[app#zz]",
        "\uFEFF[DEFAULT]\r\nnodes = n1", "[DEFAULT]\nnodes = n1\r\n[fs#1]\r\n",
        "  [DEFAULT]\n  nodes = n1\n", "  [DEFAULT]\n  nodes =\n    n1\n    n2",
        "\t[DEFAULT]\n\tnodes = n1\n\n\t[app#zz]\n", "[DEFAULT]\nnodes=n1\n; x\n   \n",
        "[DEFAULT]\nnodes: n1", "[DEFAULT]\nnodes = n1\n   ", "[DEFAULT]\nnodes = n1\n\n\n",
        "[fs#1]\ntype = ext4\n", "[fs#1]\ntype = ext4\n# last", "[labels]\n", "[env]\nA=b\n"})
    void oddFileComesBackByteForByte(String text) {
        KEYS.forEach(key -> comesBack(text, key));
    }

    @ParameterizedTest
    @MethodSource("files")
    void sectionsTakenAwayLeaveTheOthersAsTheyWere(Path file) {
        SourceFile source = text(file).orElse(new SourceFile(file, ""));
        for (Ini.Block block : ini(source.text()).sections()) {
            Draft draft = draft(source.text());
            if (block.name().matches("[a-z]+#[\\w.:-]+") && done(() ->
                    draft.unset(block.name()))) {
                assertTrue(ini(draft.text()).section(block.name()).isEmpty(), block.name());
                assertEquals(entries(source.text(), block.name()), entries(draft.text(), ""));
            }
        }
    }

    @Test
    void whateverTheFileOnlyTheKeyChanges() {
        String alphabet = "[]=:#;@ab1 \t\r\n\n\n";
        Random random = new Random(11);
        int edited = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder noise = new StringBuilder(random.nextBoolean() ? "[DEFAULT]\n" : "");
            for (int length = random.nextInt(40); length > 0; length--) {
                noise.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String text = noise.toString().replaceAll("\r(?!\n)", "");
            edited += comesBack(text, KEYS.get(random.nextInt(KEYS.size()))) ? 1 : 0;
        }
        assertTrue(edited > 15_000, "edited " + edited);
    }

    /** False when the file is so odd that it was refused; that is its right, damage is not. */
    private static boolean comesBack(String text, String key) {
        Draft draft = draft(text);
        if (!done(() -> draft.set(key + "=zz"))) {
            return false;
        }
        assertEquals(List.of("zz"), ini(draft.text()).sections().stream()
                .flatMap(block -> block.entries().stream())
                .filter(entry -> key.endsWith(entry.key())).map(Ini.Entry::value)
                .filter("zz"::equals).toList(), draft.text());
        draft.unset(key);
        assertEquals(text, draft.text(), key);
        return true;
    }

    private static boolean done(Runnable change) {
        try {
            change.run();
            return true;
        } catch (IllegalArgumentException refused) {
            assertTrue(refused.getMessage().contains("would alter other keys"),
                    refused.getMessage());
            return false;
        }
    }

    private static List<String> entries(String text, String without) {
        return ini(text).sections().stream().flatMap(block -> block.entries().stream())
                .filter(entry -> !entry.place().section().equals(without))
                .map(entry -> entry.place().section() + entry.key() + "=" + entry.value())
                .toList();
    }

    private static Ini ini(String text) {
        return IniReader.read(new SourceFile(Path.of("web.conf"), text), new Findings("web.conf"));
    }

    private static Draft draft(String text) {
        return new Draft(new ServiceForm(new TestCatalog(), new NodeName("n1")),
                new SourceFile(Path.of("web.conf"), text));
    }

    /** Empty for what is no text at all. */
    private static Optional<SourceFile> text(Path file) {
        try {
            return Optional.of(SourceFile.of(file, Files.readAllBytes(file)));
        } catch (ConfigException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
