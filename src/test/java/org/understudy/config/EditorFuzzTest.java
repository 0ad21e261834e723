package org.understudy.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.understudy.model.NodeName;

/** Edits made up at random: done as a whole, or refused with the file as it was. */
class EditorFuzzTest {
    private static final Form FORM = new ServiceForm(new TestCatalog(), new NodeName("n1"));
    private static Path file;

    @BeforeContainer
    static void begin() throws IOException {
        file = Files.createTempDirectory("editor").resolve("web.conf");
    }

    @AfterContainer
    static void end() throws IOException {
        for (Path left : List.of(file, file.resolveSibling(".lock"), file.getParent())) {
            Files.deleteIfExists(left);
        }
    }

    @Property(tries = 400)
    void aFileIsValidAfterAnEditOrAsItWas(@ForAll("files") String text,
            @ForAll("edits") List<String> edits, @ForAll("keys") String gone) throws IOException {
        byte[] before = text.getBytes(StandardCharsets.UTF_8);
        Files.write(file, before);
        try {
            boolean changed = new Editor(FORM).edit(file, edits, List.of(gone)).changed();
            assertTrue(!changed || errors().isEmpty(), () -> errors() + read() + " after " + edits);
            assertEquals(changed, !text.equals(read()), read());
        } catch (ConfigException refused) {
            assertTrue(!refused.problems().isEmpty());
            assertArrayEquals(before, Files.readAllBytes(file));
        }
    }

    @Property(tries = 400)
    void whatIsSetIsReadAndWhatIsUnsetIsGoneWithoutATrace(@ForAll("valid") String text,
            @ForAll("values") String value) throws IOException {
        Files.writeString(file, text);
        try {
            new Editor(FORM).edit(file, List.of("labels.fuzz=" + value), List.of());
            assertEquals(value.strip(), new Readout(FORM, file).raw("labels.fuzz"));
            new Editor(FORM).edit(file, List.of(), List.of("labels.fuzz"));
        } catch (ConfigException refused) {
            assertTrue(!refused.problems().isEmpty());
        }
        assertEquals(text, read());
    }

    private static List<Problem> errors() {
        return new Editor(FORM).problems(file);
    }

    private static String read() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Provide
    Arbitrary<String> valid() {
        Arbitrary<String> comment = Arbitraries.of("", "# why\n", "\n", "; x\n\n", "#\r\n");
        Arbitrary<String> head = Arbitraries.of("[DEFAULT]\nnodes = n1 n2\n",
                "[DEFAULT]\r\nnodes=n1\r\n", "  [DEFAULT]\n  nodes = n1\n    n2\n",
                "\uFEFF[default]\nnodes: n1\n");
        Arbitrary<String> rest = Arbitraries.of("", "[labels]\na = b", "\n[env]\nA = 1\n\n",
                "[fs#1]\ntype = ext4\ndev = /dev/a\nmnt = /a\n# last", "[labels]\n");
        return Combinators.combine(head, comment, rest).as((h, c, r) -> h.startsWith("  ")
                ? h + c : h + c + r);
    }

    @Provide
    Arbitrary<String> files() {
        Arbitrary<String> odd = Arbitraries.of("[DEFAULT]\n", "nodes = n1 n2\n", "[fs#1]\n",
                "type = ext4\n", "dev = /dev/a\n", "mnt = /a\n", "mnt_opt@n1 = ro\n", "# c\n",
                "\n", "  x\n", "[labels]\n", "a = b\n", "[env]\n", "= 1\n", "[fs#2]\r\n",
                "orchestrate = ha\n", "app = {env.a}\n", "[", "mnt = {dev}\n").list().ofMaxSize(14)
                .map(lines -> String.join("", lines));
        return Arbitraries.oneOf(valid(), odd);
    }

    @Provide
    Arbitrary<List<String>> edits() {
        Arbitrary<String> sign = Arbitraries.of("=", "+=", "-=", "|=", "[0]+=", "", "==");
        return Combinators.combine(keys(), sign, values()).as((k, s, v) -> k + s + v).list()
                .ofMaxSize(3);
    }

    @Provide
    Arbitrary<String> keys() {
        return Arbitraries.of("nodes", "app", "orchestrate", "orchestrate@n2", "fs#1.mnt",
                "fs#1.mnt_opt", "fs.mnt_opt", "fs#9.dev", "labels.a", "env.A", "nosuch", "fs#1",
                "DEFAULT.priority", "a.b.c", "", "fs#1.", ".x", "subset#a.parallel", "é", "x y");
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.oneOf(Arbitraries.of("n1", "n1 n2", "/a", "ha", "1", "", " ", "=", "[x]",
                "{env.A}", "{", "$(1+1)", "a # b", "\"", "a\\", "ro,rw"),
                Arbitraries.strings().ofMaxLength(12));
    }
}
