package org.understudy.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.understudy.model.NodeName;

class EditorTest {
    private static final String HEAD = "[DEFAULT]\nnodes = n1 n2\n";
    private static final String FS = "[fs#1]\ntype = ext4\ndev = /dev/a\nmnt = /srv\n";

    @TempDir
    private Path dir;

    static Stream<Arguments> values() {
        return Stream.of(
                edit("# c\n" + HEAD + "\n\norchestrate   =  no  \n; x\n", "orchestrate=ha",
                        "# c\n" + HEAD + "\n\norchestrate   =  ha  \n; x\n"),
                edit("[DEFAULT]\r\nnodes = n1\r\napp:a\r\n", "app=b c",
                        "[DEFAULT]\r\nnodes = n1\r\napp:b c\r\n"),
                edit(HEAD + "app = a", "app=b", HEAD + "app = b"),
                edit("  [DEFAULT]\n  nodes = n1\n  app = a\n", "app=b",
                        "  [DEFAULT]\n  nodes = n1\n  app = b\n"),
                edit("\uFEFF[DEFAULT]\nnodes = n1\napp = caf\u00e9\n", "app=th\u00e9",
                        "\uFEFF[DEFAULT]\nnodes = n1\napp = th\u00e9\n"),
                edit(HEAD + "app =\n", "app=x=y", HEAD + "app = x=y\n"),
                edit(HEAD + "app=\n", "app=x", HEAD + "app=x\n"),
                edit(HEAD + "app = x\n", "app=", HEAD + "app = \n"),
                edit("[DEFAULT]\nnodes = n1\n  # why\n  n2\napp = a\n", "nodes=n2",
                        "[DEFAULT]\nnodes = n2\n  # why\napp = a\n"),
                edit("[DEFAULT]\nnodes =\n n1\n n2", "nodes=n1", "[DEFAULT]\nnodes = n1"));
    }

    static Stream<Arguments> newKeys() {
        return Stream.of(
                edit(HEAD + "\n# about fs\n" + FS, "app=b", HEAD + "app = b\n\n# about fs\n" + FS),
                edit("[DEFAULT]\nnodes=n1", "app=b", "[DEFAULT]\nnodes=n1\napp=b"),
                edit("[DEFAULT]\r\nnodes = n1\r\n", "app=b",
                        "[DEFAULT]\r\nnodes = n1\r\napp = b\r\n"),
                edit("  [DEFAULT]\n  nodes = n1\n    n2\n", "app=b",
                        "  [DEFAULT]\n  nodes = n1\n    n2\n  app = b\n"),
                edit(HEAD + FS, "fs#1.mnt_opt@n1=ro", HEAD + FS + "mnt_opt@n1 = ro\n"),
                edit(HEAD + "[subset#x.y:z]\n", "subset#x.y:z.parallel=true",
                        HEAD + "[subset#x.y:z]\nparallel = true\n"),
                edit(HEAD + "\n[subset#x]\n", "subset#x.parallel=true",
                        HEAD + "\n[subset#x]\nparallel=true\n"),
                edit(HEAD + "\n[app#a.b]\n", "app#a.b.timeout=10s",
                        HEAD + "\n[app#a.b]\ntimeout=10s\n"),
                edit(HEAD + "\n[app#a]\ntimeout = 5s\n", "app#a.b.timeout=10s",
                        HEAD + "\n[app#a]\ntimeout = 5s\n\n[app#a.b]\ntimeout = 10s\n"),
                edit(HEAD, "app#web.timeout=10s", HEAD + "\n[app#web]\ntimeout = 10s\n"),
                edit("[DEFAULT]\nnodes = n1", "subset#x.parallel=true",
                        "[DEFAULT]\nnodes = n1\n\n[subset#x]\nparallel = true"));
    }

    static Stream<Arguments> otherSpellings() {
        return Stream.of(
                edit(HEAD + "service_type = DEV\n", "env=PRD", HEAD + "service_type = PRD\n"),
                edit(HEAD + "env = DEV\n", "service_type=PRD", HEAD + "env = PRD\n"),
                edit(HEAD + FS + "MNT_OPT@N1 = rw\nmnt_opt = x\n", "fs#1.mnt_opts@n1=ro",
                        HEAD + FS + "MNT_OPT@N1 = ro\nmnt_opt = x\n"),
                edit(HEAD + "app = a\n", "default.app=b", HEAD + "app = b\n"));
    }

    @ParameterizedTest
    @MethodSource({"values", "newKeys", "otherSpellings"})
    void oneValueChangesAndNoOtherByte(String before, String expression, String after)
            throws IOException {
        Path file = write(before);
        assertTrue(editor().edit(file, List.of(expression), List.of()).changed());
        assertEquals(after, Files.readString(file));
    }

    @Test
    void severalExpressionsAreOneEdit() throws IOException {
        Path file = write(HEAD);
        editor().edit(file, List.of("fs#1.type=ext4", "fs#1.dev=/dev/a", "fs#1.mnt=/srv",
                "orchestrate=ha"), List.of());
        assertEquals(HEAD + "orchestrate = ha\n\n" + FS, Files.readString(file));
    }

    @Test
    void whatIsSoAlreadyIsNotWritten() throws IOException {
        Path file = write(HEAD + "env = DEV\n");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1000));
        assertFalse(editor().edit(file, List.of("service_type = DEV"), List.of()).changed());
        assertEquals(1000, Files.getLastModifiedTime(file).toMillis());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "orchestrate=yes | web.conf:4:1 [DEFAULT] orchestrate: expected one of no, start, ha,"
            + " got \"yes\"",
        "orchestrat=ha | web.conf:4:1 [DEFAULT] orchestrat: unknown key, did you mean orchestrate?",
        "fs#1.dev=/dev/a | web.conf:5:1 [fs#1] type: missing, expected one of ext4",
        "orchestrate | web.conf: malformed kw expression: no '=' in 'orchestrate'",
        "app+= | web.conf: expected an element after app+=, got nothing",
        "app[0]=x | web.conf: expected += after app[0], since only that takes a place, got =",
        "nodes[3]+=x | web.conf: expected nodes[0] to nodes[2], since it has 2 elements, got [3]",
        "container.optional=true | web.conf: expected a section such as fs#1 or DEFAULT, or a"
            + " group that the file has (it has none), got \"container\"",
        "=x | web.conf: expected section.key such as fs#1.mnt_opt, got \"\"",
        "a b=x | web.conf: expected section.key such as fs#1.mnt_opt, got \"a b\"",
        "fs#1=x | web.conf: expected section.key such as fs#1.mnt_opt, got \"fs#1\"",
        "fs#1.2.mnt@a b=x | web.conf: expected section.key such as fs#1.mnt_opt, got"
            + " \"fs#1.2.mnt@a b\""})
    void whatIsWrongLeavesTheFileAlone(String expression, String problem) throws IOException {
        Path file = write(HEAD);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1000));
        assertEquals(problem, assertThrows(ConfigException.class,
                () -> editor().edit(file, List.of("app=b", expression), List.of())).getMessage());
        assertEquals(HEAD, Files.readString(file));
        assertEquals(1000, Files.getLastModifiedTime(file).toMillis());
        assertEquals(List.of("web.conf"), names());
    }

    @Test
    void newLinesCannotBeSmuggledIn() throws IOException {
        Path file = write(HEAD);
        for (String expression : List.of("app=a\n[fs#1]", "app=a\rb", "x]\n[y#1.a=b")) {
            assertThrows(ConfigException.class,
                    () -> editor().edit(file, List.of(expression), List.of()));
        }
        assertEquals(HEAD, Files.readString(file));
    }

    @Test
    void modeAndLinkStay() throws IOException {
        Path file = write(HEAD);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Path link = Files.createSymbolicLink(dir.resolve("link.conf"), file);
        editor().edit(link, List.of("app=b"), List.of());
        assertEquals(HEAD + "app = b\n", Files.readString(file));
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("rw-r-----",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(List.of("link.conf", "web.conf"), names());
    }

    @Test
    void changeOfSomebodyElseIsNotOverwritten() throws IOException {
        Path file = write("new");
        byte[] old = HEAD.getBytes(StandardCharsets.UTF_8);
        assertThrows(IOException.class, () -> AtomicFile.replace(file, old, new byte[0]));
        assertEquals("new", Files.readString(file));
        assertEquals(List.of("web.conf"), names());
    }

    @Test
    void everyExampleComesBackByteForByte() throws IOException {
        try (Stream<Path> examples = Files.list(Path.of("examples"))) {
            for (Path example : examples.filter(one -> one.toString().endsWith(".env"))
                    .toList()) {
                Path file = Files.copy(example, dir.resolve(example.getFileName()));
                editor().edit(file, List.of("orchestrate=ha"), List.of());
                assertEquals(Files.readString(example).replace("= start", "= ha"),
                        Files.readString(file));
                editor().edit(file, List.of("orchestrate=start"), List.of());
                assertEquals(-1, Files.mismatch(example, file));
            }
        }
    }

    @Test
    void brokenFileIsRepairedByAnEditOnlyWhenNothingIsWrongAfterIt() throws IOException {
        String broken = HEAD + "priority = x\norchestrate = maybe\napp = a\napp = b\n";
        Path file = write(broken);
        assertThrows(ConfigException.class,
                () -> editor().edit(file, List.of("priority=3", "app=c"), List.of()));
        assertEquals(broken, Files.readString(file));
        editor().edit(file, List.of("priority=3", "app=c"), List.of("orchestrate"));
        assertEquals(HEAD + "priority = 3\napp = c\n", Files.readString(file));
    }

    @Test
    void newFileIsPrivateAndAnotherOneIsNeverOverwritten() throws IOException {
        Path file = dir.resolve("deep/new.conf");
        editor().create(file, HEAD, List.of("app=x"));
        assertEquals(HEAD + "app = x\n", Files.readString(file));
        assertEquals("rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertThrows(ConfigException.class, () -> editor().create(file, HEAD, List.of()));
        assertThrows(ConfigException.class, () -> editor().create(dir.resolve("no.conf"),
                "[DEFAULT]\nnodes = n1\nbad\n", List.of()));
        assertEquals(List.of("deep"), names());
    }

    @Test
    void wholeTextTakesThePlaceOfItsBaseOnly() throws IOException {
        Path file = write(HEAD);
        String base = new Readout(form(), file).checksum();
        assertTrue(editor().replace(file, HEAD + "app = b\n", base).orElseThrow().changed());
        assertTrue(editor().replace(file, HEAD, base).isEmpty());
        assertEquals(HEAD + "app = b\n", Files.readString(file));
        String now = new Readout(form(), file).checksum();
        assertThrows(ConfigException.class, () -> editor().replace(file, HEAD + "oops\n", now));
        assertEquals(HEAD + "app = b\n", Files.readString(file));
    }

    @Test
    void unsetOfWhatIsNotThereIsNoError() throws IOException {
        Path file = write(HEAD + "app = b\n");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1000));
        for (String missing : List.of("comment", "fs#1", "fs#1.mnt", "app@n1", "labels")) {
            assertFalse(editor().edit(file, List.of(), List.of(missing)).changed(), missing);
        }
        assertEquals(1000, Files.getLastModifiedTime(file).toMillis());
        assertThrows(ConfigException.class,
                () -> editor().edit(file, List.of(), List.of("nodes")));
        assertEquals(HEAD + "app = b\n", Files.readString(file));
    }

    @Test
    void unsetOfAGroupNamesWhatIsThere() throws IOException {
        Path file = write(HEAD + "[fs#1]\ntype = ext4\ndev = /a\nmnt = /a\n"
                + "[fs#2]\ntype = ext4\ndev = /b\nmnt = /b\n");
        String text = Files.readString(file);
        assertEquals("web.conf: expected a key, or one section such as fs#1 or fs#2, got \"fs\"",
                refusedUnset(file, "fs"));
        assertEquals("web.conf: expected a key, or one section such as fs#1 or DEFAULT of a group"
                + " that the file has: fs, got \"container\"", refusedUnset(file, "container"));
        assertEquals("web.conf: expected a section such as fs#1 or DEFAULT, or a group that the"
                + " file has: fs, got \"ip\"", refusedUnset(file, "ip.optional"));
        assertFalse(editor().edit(file, List.of(), List.of("app")).changed());
        assertEquals(text, Files.readString(file));
    }

    private static String refusedUnset(Path file, String what) {
        return assertThrows(ConfigException.class,
                () -> editor().edit(file, List.of(), List.of(what))).getMessage();
    }

    private static Arguments edit(String before, String expression, String after) {
        return Arguments.of(before, expression, after);
    }

    private static Editor editor() {
        return new Editor(form());
    }

    private static Form form() {
        return new ServiceForm(new TestCatalog(), new NodeName("n1"));
    }

    private Path write(String text) throws IOException {
        return Files.writeString(dir.resolve("web.conf"), text);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(".lock")).sorted().toList();
        }
    }
}
