package org.understudy.agent;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.understudy.config.ServiceFile;
import org.understudy.config.ServiceFiles;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;
import org.understudy.wire.FileVersion;
import org.understudy.wire.Json;

/**
 * The last file of each service that was accepted, as a copy that outlives the agent, and which
 * generation it is. Of one thread at a time.
 */
final class LastGood {
    private static final String ENDING = "\\.(conf|env)$";
    private static final List<String> ENDINGS = List.of(".conf", ".env");

    private final Path directory;
    private final Versions versions;
    private final Clock clock;
    private final Chronicle chronicle;
    private final Written<Page> page;
    private final SortedMap<ServiceName, Generation> generations = new TreeMap<>();
    /** Checksums of the copies, by the path of the original. */
    private final Map<Path, String> kept = new HashMap<>();
    private boolean read;
    private boolean changed;

    /** As written down. */
    record Page(List<Generation> generations) {
    }

    LastGood(Path directory, Versions versions, Clock clock, Chronicle chronicle) {
        this.directory = directory;
        this.versions = versions;
        this.clock = clock;
        this.chronicle = chronicle;
        this.page = new Written<>(directory.resolve("generations.json"), Page.class,
                "config.generations_lost", versions.unwritten());
    }

    /** What was written down by earlier lives; once. */
    void read() {
        if (!read) {
            read = true;
            versions.read();
            page.read(told -> told.generations().forEach(
                    one -> generations.put(new ServiceName(one.service()), one)));
        }
    }

    Optional<Generation> of(ServiceName service) {
        return Optional.ofNullable(generations.get(service));
    }

    /** The copies there are, by service. */
    SortedMap<ServiceName, Path> copies() {
        SortedMap<ServiceName, Path> copies = new TreeMap<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> files =
                    Files.newDirectoryStream(directory, "*.{conf,env}")) {
                files.forEach(file -> name(file).ifPresent(name -> copies.put(name, file)));
            } catch (IOException e) {
                chronicle.write("config.copy_lost", "file", directory, "detail", e);
            }
        }
        return copies;
    }

    private static Optional<ServiceName> name(Path file) {
        String stem = file.getFileName().toString().replaceFirst(ENDING, "");
        return ServiceFiles.NOT_SERVICES.contains(stem) ? Optional.empty()
                : Optional.of(new ServiceName(stem));
    }

    /** This file is in force: another generation if its content is another one. */
    Generation accepted(ServiceFile file) {
        ServiceName name = file.service().name();
        String checksum = file.service().checksum();
        Generation last = generations.getOrDefault(name,
                new Generation(name.value(), 0, "", "", 0, 0));
        Generation now = last.checksum().equals(checksum) ? last.refused(0)
                : last.next(checksum, file.path().getFileName().toString(), clock.wall());
        Generation counted = now.numbered(versions.of(name.value())
                .filter(one -> one.checksum().equals(checksum)).map(FileVersion::number)
                .orElse(now.number()));
        put(name, counted);
        return counted;
    }

    /** A file that lies there and can be used is a version of it, here and for the others. */
    void found(ServiceFile file) {
        Service service = file.service();
        long known = of(service.name()).map(one -> one.checksum().equals(service.checksum())
                ? one.number() : one.number() + 1).orElse(1L);
        versions.found(service.name().value(), service.checksum(), service.nodes(), known);
    }

    Versions versions() {
        return versions;
    }

    /** This file stays in force and what lies there is not, since now unless that was known. */
    Generation refused(ServiceFile file) {
        ServiceName name = file.service().name();
        long known = of(name).map(Generation::refused).orElse(0L);
        Generation now = accepted(file)
                .refused(known > 0 ? known : clock.wall().toEpochMilli());
        put(name, now);
        return now;
    }

    private void put(ServiceName name, Generation now) {
        changed |= !now.equals(generations.put(name, now));
    }

    /** Writes down what is new: these files, and the generations. */
    void keep(List<ServiceFile> accepted) {
        List<ServiceFile> fresh = accepted.stream().filter(file -> !file.service().checksum()
                .equals(kept.get(file.path()))).toList();
        SortedMap<ServiceName, Path> copies = fresh.isEmpty() ? new TreeMap<>() : copies();
        for (ServiceFile file : fresh) {
            try {
                keep(file, copies.get(file.service().name()));
                settled(file.service().name());
            } catch (IOException e) {
                versions.unwritten().failed(copy(file), e);
            }
        }
        write();
    }

    /** A file that changed since it was read comes again. */
    private void keep(ServiceFile file, Path old) throws IOException {
        String checksum = file.service().checksum();
        Path copy = copy(file);
        if (!copy.equals(old) || !checksum(Files.readAllBytes(old)).equals(checksum)) {
            byte[] bytes = Files.readAllBytes(file.path());
            if (!checksum(bytes).equals(checksum)) {
                return;
            }
            Durable.replace(copy, bytes);
            drop(copy.equals(old) ? null : old);
            changed = true;
        }
        kept.put(file.path(), checksum);
    }

    private Path copy(ServiceFile file) {
        return directory.resolve(file.path().getFileName());
    }

    /** The copy of this file, or the file itself while it is still the same. */
    byte[] bytes(ServiceFile file) throws IOException {
        Path copy = copy(file);
        return Files.readAllBytes(Files.exists(copy) ? copy : file.path());
    }

    /** The service is not managed here any more; its number goes on if it ever comes back. */
    void forget(ServiceName name) {
        try {
            kept.clear();
            drop(copies().get(name));
            settled(name);
        } catch (IOException e) {
            chronicle.write("config.copy_failed", "service", name, "detail", e);
        }
    }

    private void settled(ServiceName name) {
        ENDINGS.forEach(ending ->
                versions.unwritten().written(directory.resolve(name + ending)));
    }

    private static void drop(Path copy) throws IOException {
        if (copy != null) {
            Files.deleteIfExists(copy);
        }
    }

    private void write() {
        if (changed) {
            changed = !page.write(Json.encode(new Page(List.copyOf(generations.values()))));
        }
    }

    /** As {@link org.understudy.model.Service#checksum} says. */
    static String checksum(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
