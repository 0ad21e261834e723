package org.understudy.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.understudy.config.ClusterForm;
import org.understudy.config.ConfigException;
import org.understudy.config.Editor;
import org.understudy.config.Form;
import org.understudy.config.Readout;
import org.understudy.config.ServiceFiles;
import org.understudy.config.ServiceForm;
import org.understudy.config.UnwritableException;
import org.understudy.driver.Drivers;
import org.understudy.model.NodeName;

/**
 * What a node still has of a cluster that it has left. A note says so, and whoever comes next
 * clears it away before anything is read: alone, this node would start the services it shared.
 *
 * @param paths where it is
 * @param self this node
 */
record Leftovers(Paths paths, NodeName self) {
    /** From now on this node is out, whatever becomes of this agent. */
    void note(String cluster) throws IOException {
        Durable.write(marker(), (cluster + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** It is a member after all. */
    void takeBack() throws IOException {
        Files.delete(marker());
        Durable.settle(paths.var());
    }

    /** Whether a cluster was left and that is not finished yet. */
    boolean due() {
        return Files.exists(marker());
    }

    /**
     * What an agent does first.
     *
     * @return what was done, a line each
     * @throws IOException when it cannot be finished; nothing may be started then
     */
    static List<String> cleared(Paths paths, NodeName self) throws IOException {
        Leftovers leftovers = new Leftovers(paths, self);
        try {
            return leftovers.due() ? leftovers.clear() : List.of();
        } catch (Refusal | UnwritableException | ConfigException e) {
            throw new IOException("a cluster that was left is not cleared away: "
                    + e.getMessage(), e);
        }
    }

    private Path marker() {
        return paths.var().resolve("left");
    }

    /**
     * Finishes it; what it did before it was interrupted is not done again.
     *
     * @return what was done, a line each
     */
    List<String> clear() {
        try {
            List<String> told = new ArrayList<>(services());
            told.addAll(alone());
            Files.delete(marker());
            return told;
        } catch (IOException e) {
            throw new Refusal(500, e.toString(), "the same with sudo");
        }
    }

    /** Takes cluster.conf and the key away. */
    List<String> alone() {
        Editor editor = new Editor(ClusterForm.ofCluster(paths.node(), self));
        Deleted deleted = new Deleted(paths.var());
        List<String> told = new ArrayList<>();
        try {
            if (Files.exists(paths.cluster())) {
                told.add(self + ": in no cluster any more; the file is kept as "
                        + deleted.take(editor, paths.cluster()));
            }
            ClusterFiles.forget(paths);
            Versions.forget(paths.var());
            if (Files.exists(paths.key())) {
                told.add("the key is kept as " + deleted.take(editor, paths.key()));
            }
            return told;
        } catch (ConfigException | IOException e) {
            throw new Refusal(500, e.getMessage(), "the same with sudo");
        }
    }

    private List<String> services() throws IOException {
        List<String> told = new ArrayList<>();
        Editor editor = new Editor(form());
        for (Path file : shared(paths.services())) {
            told.add(stem(file) + ": left to the others; the file is kept as "
                    + new Deleted(paths.var()).take(editor, file));
        }
        for (Path copy : shared(paths.var().resolve("good"))) {
            Files.delete(copy);
        }
        return told;
    }

    private Form form() {
        return new ServiceForm(new Drivers(), self);
    }

    private List<Path> shared(Path directory) throws IOException {
        List<Path> shared = new ArrayList<>();
        if (Files.notExists(directory)) {
            return shared;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.{conf,env}")) {
            files.forEach(file -> {
                if (!ServiceFiles.NOT_SERVICES.contains(stem(file)) && !isOwn(file)) {
                    shared.add(file);
                }
            });
        }
        return shared;
    }

    private static String stem(Path file) {
        return file.getFileName().toString().replaceFirst("\\.(conf|env)$", "");
    }

    /** Whether it names this node alone; what cannot be told may be others' too. */
    private boolean isOwn(Path file) {
        try {
            return Arrays.stream(new Readout(form(), file).raw("nodes").strip().split("[\\s,]+"))
                    .allMatch(word -> isSelf(word.toLowerCase(Locale.ROOT)));
        } catch (ConfigException unknown) {
            return false;
        }
    }

    private boolean isSelf(String word) {
        return word.equals(self.value()) || self.value().startsWith(word + ".")
                || word.startsWith(self + ".");
    }
}
