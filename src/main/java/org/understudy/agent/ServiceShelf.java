package org.understudy.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.understudy.config.Catalog;
import org.understudy.config.ClusterFile;
import org.understudy.config.ClusterForm;
import org.understudy.config.ConfigException;
import org.understudy.config.Editor;
import org.understudy.config.Form;
import org.understudy.config.Problem;
import org.understudy.config.ServiceFiles;
import org.understudy.config.ServiceForm;
import org.understudy.driver.Drivers;
import org.understudy.model.Edition;
import org.understudy.model.Instance;
import org.understudy.model.NodeName;
import org.understudy.model.ServiceName;
import org.understudy.model.View;
import org.understudy.wire.FileCopy;
import org.understudy.wire.FileVersion;

/**
 * The files that the nodes give each other. Only cluster.conf and files of services' own names are
 * ever written, those into their directory; what they refer to elsewhere is not copied.
 */
final class ServiceShelf implements CatchUp.Shelf {
    private static final Catalog CATALOG = new Drivers();
    /** As text in an answer of at most a megabyte. */
    private static final int LARGEST = 400_000;

    private final Paths paths;
    private final Published published;
    private final Versions versions;
    private final Configuration configuration;
    private final Chronicle chronicle;
    private volatile String notGiven = "";

    ServiceShelf(Paths paths, Published published, Configuration configuration,
            Chronicle chronicle) {
        this.paths = paths;
        this.published = published;
        this.versions = configuration.versions();
        this.configuration = configuration;
        this.chronicle = chronicle;
    }

    @Override
    public boolean knows(FileVersion version) {
        return isCluster(version.name()) ? !version.gone() : ServiceName.isOne(version.name())
                && !ServiceFiles.NOT_SERVICES.contains(version.name());
    }

    private static boolean isCluster(String name) {
        return name.equals(Versions.CLUSTER);
    }

    /** cluster.conf as it lies here is a version of it, if it can be used. */
    void foundCluster() {
        versions.read();
        read(paths.cluster()).ifPresent(bytes -> {
            try {
                List<NodeName> nodes = ClusterFile.read(paths.cluster(), paths.node(), self())
                        .cluster().nodes();
                if (read(paths.cluster()).filter(now -> Arrays.equals(now, bytes)).isPresent()) {
                    versions.found(Versions.CLUSTER, LastGood.checksum(bytes), nodes, 1);
                }
            } catch (ConfigException refused) {
                String problem = refused.problems().get(0).toString();
                if (!problem.equals(notGiven)) {
                    chronicle.write("config.not_given", "file", paths.cluster(), "problem",
                            problem);
                }
                notGiven = problem;
            }
        });
    }

    private NodeName self() {
        return published.round().view().self().node();
    }

    private Form form(String name) {
        return isCluster(name) ? ClusterForm.ofCluster(paths.node(), self())
                : new ServiceForm(CATALOG, self());
    }

    private Stream<Path> files(String name) {
        return (isCluster(name) ? Stream.of(paths.cluster()) : Stream.of(".conf", ".env")
                .map(ending -> paths.services().resolve(name + ending))).filter(Files::exists);
    }

    private Path place(String name) {
        return isCluster(name) ? paths.cluster() : files(name).findFirst()
                .orElse(paths.services().resolve(name + ".conf"));
    }

    /** While it is being deleted it is not missing. */
    @Override
    public boolean isMissing(String name) {
        return files(name).findAny().isEmpty()
                && Files.notExists(Versions.mark(paths.var(), new ServiceName(name)));
    }

    @Override
    public long told(String name) {
        View view = published.round().view();
        return view.peers().keySet().stream()
                .flatMap(node -> view.told(node, new ServiceName(name)).stream())
                .map(Instance::edition).mapToLong(Edition::number).max().orElse(0);
    }

    /** The file that lies there, or the last good one where that is another one. */
    @Override
    public FileCopy copy(String name) {
        FileVersion version = versions.of(name).orElseThrow(() -> new Refusal(404,
                "no such file as " + new ServiceName(name) + " on this node",
                "svcmon lists the services"));
        if (version.gone()) {
            return new FileCopy(version, "");
        }
        Path file = place(name);
        return Stream.of(file, good(file)).flatMap(path -> read(path).stream())
                .filter(bytes -> LastGood.checksum(bytes).equals(version.checksum()))
                .findFirst().map(bytes -> new FileCopy(version, sendable(name, bytes)))
                .orElseThrow(() -> new Refusal(409, "the file of " + name + " is just being"
                        + " changed, or is not here", "svcmgr -s " + name + " print config"));
    }

    private static String sendable(String name, byte[] bytes) {
        if (bytes.length > LARGEST) {
            throw new Refusal(413, "the file of " + name + ": expected at most " + LARGEST
                    + " bytes to give to other nodes, got " + bytes.length, "svcmgr -s "
                    + name + " print config");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private Path good(Path file) {
        return paths.var().resolve("good").resolve(file.getFileName());
    }

    private static Optional<byte[]> read(Path file) {
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException e) {
            throw new Refusal(500, file + ": cannot be read: " + e, "ls -l " + file);
        }
    }

    @Override
    public boolean put(FileCopy copy, NodeName from, boolean over) {
        FileVersion version = copy.version();
        String sum = LastGood.checksum(copy.text().getBytes(StandardCharsets.UTF_8));
        if (!sum.equals(version.checksum()) || !knows(version)) {
            throw new IllegalArgumentException("the file of " + version.name() + " from " + from
                    + ": expected checksum " + version.checksum() + ", got " + sum);
        }
        Path file = place(version.name());
        try {
            check(file, copy);
            versions.expect(version);
            boolean written = write(file, copy.text(), over);
            if (!written) {
                versions.refuse(version, from.value(), List.of(file + " was changed here and"
                        + " cannot be used, so it is not written over; svcmgr -s "
                        + version.name() + " config take " + from + " does that"));
            }
            return written;
        } catch (ConfigException e) {
            versions.refuse(version, from.value(), e.problems().stream()
                    .map(Problem::toString).toList());
            return false;
        }
    }

    private void check(Path file, FileCopy copy) {
        if (isCluster(copy.version().name())) {
            new Editor(form(Versions.CLUSTER)).check(file, copy.text());
        } else {
            ServiceFiles.check(file, copy.text(), CATALOG, self(),
                    published.round().view().cluster().nodes());
        }
    }

    /** The one before is kept. */
    private boolean write(Path file, String text, boolean over) {
        Editor editor = new Editor(form(stem(file)));
        Optional<byte[]> before = read(file);
        if (before.isEmpty()) {
            editor.put(file, text);
            return true;
        }
        String lies = LastGood.checksum(before.get());
        boolean known = versions.of(stem(file)).map(FileVersion::checksum)
                .filter(lies::equals).isPresent();
        if (!known && !over) {
            return false;
        }
        keep(file, before.get());
        if (!known) {
            new Deleted(paths.var()).keep(file, before.get());
        }
        return editor.replace(file, text, lies).isPresent();
    }

    private void keep(Path file, byte[] bytes) {
        Path before = paths.var().resolve("good").resolve("before").resolve(file.getFileName());
        try {
            Durable.write(before, bytes);
        } catch (IOException e) {
            throw new Refusal(500, before + ": cannot be written: " + e, "df -h");
        }
    }

    private static String stem(Path file) {
        return file.getFileName().toString().replaceFirst("\\.(conf|env)$", "");
    }

    /** Who is a member no more goes on by the file it has: alone, it would start everything. */
    @Override
    public boolean drop(FileVersion version) {
        if (isCluster(version.name())) {
            return false;
        }
        Editor editor = new Editor(form(version.name()));
        files(version.name()).toList()
                .forEach(file -> new Deleted(paths.var()).take(editor, file));
        versions.adopt(version);
        return true;
    }

    @Override
    public void changed() {
        foundCluster();
        configuration.load();
    }
}
