package org.understudy.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.understudy.api.Call;
import org.understudy.api.Desk;
import org.understudy.api.Reply;
import org.understudy.config.ConfigException;
import org.understudy.config.ServiceFiles;
import org.understudy.config.UnwritableException;
import org.understudy.model.NodeName;
import org.understudy.wire.Problem;

/** The desk over this node's files; each kind of question has its own clerk. */
public final class FileDesk implements Desk {
    /** Answers one kind of question. */
    interface Clerk {
        /**
         * @param call what was asked
         * @param rest the path's words behind the one this clerk is known by
         * @return empty when the call is not for this clerk
         * @throws Refusal when the answer is no
         */
        Optional<Reply> answer(Call call, List<String> rest);
    }

    /** By the first word of the path. */
    private final Map<String, Clerk> clerks;

    /** For the commands, where no agent runs: with the places the environment names. */
    public FileDesk() throws IOException {
        this(Paths.of(System.getenv()), self(System.getenv("UNDERSTUDY_NODE")), Witness.NONE);
    }

    /** One that gives nothing to other nodes. */
    FileDesk(Paths paths, NodeName self, Witness witness) {
        this(paths, self, witness, (call, rest) -> Optional.empty());
    }

    /**
     * A desk of the agent.
     *
     * @param witness what the agent knows
     * @param files answers about what the nodes give each other
     */
    FileDesk(Paths paths, NodeName self, Witness witness, Clerk files) {
        clerks = Map.of("files", files, "keywords", new KeywordClerk(),
                "validate", new ValidateClerk(paths, self, witness),
                "names", (call, rest) -> call.method().equals("GET") && rest.isEmpty()
                        ? Optional.of(Answers.ok(ServiceFiles.names(paths.services())))
                        : Optional.empty(),
                "services", new ServiceClerk(paths, self, witness),
                "cluster", new ClusterClerk(paths, self, witness),
                "node", new NodeClerk(paths, self));
    }

    @Override
    public Optional<Reply> answer(Call call) {
        List<String> path = Arrays.asList(call.path().replaceAll("^/|/$", "").split("/"));
        if (path.size() < 2 || !path.get(0).equals("v1")) {
            return Optional.empty();
        }
        try {
            Clerk clerk = clerks.get(path.get(1));
            return clerk == null ? Optional.empty()
                    : clerk.answer(call, path.subList(2, path.size()));
        } catch (Refusal refusal) {
            return Optional.of(refusal.or(Hint.of(call)).reply());
        } catch (ConfigException unusable) {
            return Optional.of(new Refusal(422, new Problem("a file cannot be used",
                    ConfigClerk.lines(unusable), Hint.of(unusable))).reply());
        } catch (UnwritableException failed) {
            return Optional.of(new Refusal(500, failed.getMessage(), failed.isForbidden()
                    ? "the same with sudo" : "df -h; ls -la").reply());
        } catch (IllegalArgumentException wrong) {
            return Optional.of(new Refusal(400, wrong.getMessage(), Hint.of(call)).reply());
        }
    }

    /**
     * This node's name.
     *
     * @param named overrides the machine's own; may be null or blank
     */
    static NodeName self(String named) throws IOException {
        String name = named != null && !named.isBlank() ? named
                : Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        return new NodeName(name.toLowerCase(Locale.ROOT));
    }
}
